package dev.plumb.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    @Test
    void theMedianOfAnOddNumberOfRoundsIsTheOneInTheMiddle() {
        measured("Plumb", 9, 2, 4);
        assertEquals(OptionalDouble.of(4), results.median(Workload.W3_CNN, "Plumb"));
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsIsTheMeanOfTheTwoInTheMiddle() {
        measured("Plumb", 9, 2, 4, 5);
        assertEquals(OptionalDouble.of(4.5), results.median(Workload.W3_CNN, "Plumb"));
    }

    @Test
    void theSpreadIsAShareOfTheMedian() {
        measured("Plumb", 9, 2, 4);
        assertEquals(7 / 4.0, results.spread(Workload.W3_CNN, "Plumb").orElseThrow());
    }

    @Test
    void theRatioIsAgainstTheBestOfTheOthers() {
        measured("Plumb", 4);
        measured("slow", 40);
        measured("fast", 10);
        assertEquals(Optional.of("fast"), results.best(Workload.W3_CNN, "Plumb"));
        assertEquals(2.5, results.ratio(Workload.W3_CNN, "Plumb").orElseThrow());
    }

    @Test
    void withoutOthersThereIsNoRatio() {
        measured("Plumb", 4);
        assertTrue(results.ratio(Workload.W3_CNN, "Plumb").isEmpty());
        assertTrue(results.ratio(Workload.W2_MLP_32, "Plumb").isEmpty());
    }

    private void measured(String peer, double... values) {
        for (double value : values) {
            results.measured(Workload.W3_CNN, peer, value);
        }
    }
}
