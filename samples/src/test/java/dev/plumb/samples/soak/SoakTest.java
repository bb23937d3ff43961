package dev.plumb.samples.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SoakTest {
    private static final long MEGABYTE = 1_000_000;

    @Test
    void manySinglePredictionsFromTwoThreadsAreCorrectAndLeaveMemoryFlat() {
        Soak soak = new Soak(2);
        soak.predict(20_000);
        Memory before = Memory.now();
        Soak.Result result = soak.predict(100_000);
        Memory after = Memory.now();

        assertEquals(new Soak.Result(100_000, 0), result);
        assertTrue(after.heap() - before.heap() < 2 * MEGABYTE, before + " -> " + after);
        if (before.resident().isPresent()) {
            // The Java heap of the tests has a fixed size (see the POM): what grows is native. 160 bytes a prediction
            // would be seen.
            long grown = after.resident().getAsLong() - before.resident().getAsLong();
            assertTrue(grown < 16 * MEGABYTE, before + " -> " + after);
        }
    }
}
