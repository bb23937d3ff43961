package dev.plumb.engine.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ExponentialTest {
    @Test
    void isExactToTheLastDigits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            float x = (float) (-90 * Math.pow(random.nextDouble(), 3));
            double exact = Math.exp(x);
            assertTrue(
                    Math.abs(Exponential.of(x) - exact) <= 1.5e-7 * exact + 1e-44, () -> x + ": " + Exponential.of(x));
        }
        assertEquals(1, Exponential.of(0));
        assertEquals(0, Exponential.of(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(Exponential.of(Float.NaN)));
    }
}
