package dev.plumb.samples.siamese;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.digits.Digits;
import org.junit.jupiter.api.Test;

final class SiameseTest {
    @Test
    void sharedLayersAreListedOnce() {
        SiameseModel model = SiameseModel.create(1);
        assertEquals(2, model.network().weights().size());
        String summary = model.summaryText();
        assertTrue(summary.contains("left[0][0], left[1][0]"), summary);
        assertTrue(summary.contains("Total params: 6,464"), summary);
    }

    @Test
    void bothInputsAreReadByTheSameWeights() {
        SameDigitModel model = SameDigitModel.create(1);
        Pairs pairs = Pairs.of(Digits.load().test(), 50, 3);
        assertEquals(
                model.predict(new SameDigitModel.Inputs(pairs.left(), pairs.right())),
                model.predict(new SameDigitModel.Inputs(pairs.right(), pairs.left())));
    }

    @Test
    void itLearnsWhetherTwoDigitsAreTheSame() {
        double accuracy = SiameseSample.train(SameDigitModel.create(42), Verbosity.SILENT);
        assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    }
}
