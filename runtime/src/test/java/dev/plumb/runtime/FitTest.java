package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Options of fit. */
final class FitTest {
    @Test
    void fitOptionsThatMakeNoSenseAreRefused() {
        assertEquals(32, Fit.epochs(5).batchSize());
        assertThrows(IllegalArgumentException.class, () -> Fit.epochs(0));
        assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).validationSplit(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).batchSize(0));
        assertEquals(
                "validationSplit must be a share of the examples, from 0 to less than 1 (20 % is 0.2), found 20.0",
                assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).validationSplit(20))
                        .getMessage());
    }
}
