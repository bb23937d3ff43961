package dev.plumb.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void aCallOfSeveralStepsIsDividedByThem() throws Exception {
        Work work = Work.ofSteps(4, rows -> Thread.sleep(8));
        double time = new Timing(0.05).microseconds(work, 1, 1);
        // Never less than the two milliseconds that it sleeps.
        assertTrue(time >= 2000, "slept " + time + " µs a step");
    }

    @Test
    void eachCallerHasACallOfItsOwn() throws Exception {
        AtomicInteger callers = new AtomicInteger();
        Work work = () -> {
            callers.incrementAndGet();
            return rows -> assertEquals(7, rows);
        };
        new Timing(0.01).microseconds(work, 3, 7);
        assertEquals(3, callers.get());
    }

    @Test
    void percentilesAreTheTimesWithinWhichThatShareWasAnswered() {
        Latencies latencies = new Latencies(40_000, 10_000, 30_000, 20_000);
        assertEquals(20, latencies.microseconds(0.5));
        assertEquals(40, latencies.microseconds(0.99));
    }
}
