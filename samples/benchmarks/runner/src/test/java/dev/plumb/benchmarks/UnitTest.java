package dev.plumb.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnitTest {
    @Test
    void aTimeIsToldInTheUnitOfTheWorkload() {
        assertEquals(1500, Workload.W2_MLP_32.value(1500));
        assertEquals(1.5, Workload.W3_CNN.value(1500));
        assertEquals(20, Workload.M_CALL.value(0.02), 1e-12);
    }

    @Test
    void aRateIsWhatWasDoneInTheTime() {
        // 2 × 1024³ operations in 10 ms.
        assertEquals(214.7, Workload.M_PRODUCT.value(10_000), 0.1);
        // 256 MB read and 256 MB written in 50 ms.
        assertEquals(10.7, Workload.M_COPY.value(50_000), 0.1);
    }

    @Test
    void numbersHaveThreeDigitsThatCount() {
        assertEquals("7.12", Unit.number(7.123));
        assertEquals("35.8", Unit.number(35.81));
        assertEquals("1,250", Unit.number(1249.9));
    }
}
