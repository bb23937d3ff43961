package dev.plumb.samples.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Verbosity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigitsTest {
    private final Digits digits = Digits.load();

    @Test
    void thereAre1797ImagesAndNoneIsInBothParts() {
        assertEquals(1797, digits.training().size() + digits.test().size());
        List<List<Float>> training = new ArrayList<>();
        digits.training().pixels().forEach(image -> training.add(boxed(image)));
        digits.test().pixels().forEach(image -> assertFalse(training.contains(boxed(image))));
    }

    @Test
    void eachDigitHasAFifthOfItsImagesInTheTest() {
        for (int digit = 0; digit < 10; digit++) {
            int test = Collections.frequency(digits.test().classes(), digit);
            int all = test + Collections.frequency(digits.training().classes(), digit);
            assertEquals(0.2, (double) test / all, 0.005, "digit " + digit);
        }
    }

    @Test
    void theModelHasTheParametersOfItsLayers() {
        int convolutions = 9 * 48 + 9 * 48 * 48 + 9 * 48 * 96;
        int normalizations = 4 * 48 + 4 * 48 + 4 * 96;
        int dense = 4 * 4 * 96 * 10 + 10;
        assertEquals(
                convolutions + normalizations + dense,
                DigitClassifierModel.graph().parameters());
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 1})
    void atLeast98PercentOfUnseenDigitsAreRecognized(long seed) {
        double accuracy =
                DigitsSample.train(digits, seed, Verbosity.SILENT).test().get("accuracy");
        assertTrue(accuracy >= 0.98, () -> "seed " + seed + ": " + accuracy);
    }

    private static List<Float> boxed(float[] image) {
        List<Float> values = new ArrayList<>();
        for (float value : image) {
            values.add(value);
        }
        return values;
    }
}
