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
    }
}
