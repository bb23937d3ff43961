package dev.plumb.samples.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.plumb.runtime.Phase;
import dev.plumb.samples.FormulaWeights;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class DropoutClassifierTest {
    private final DropoutClassifierModel model = DropoutClassifierModel.create(42);
    private final INDArray x = FormulaWeights.numbers("x", 5, 10);

    @Test
    void phasesHaveOutputsOfTheirOwn() {
        INDArray training = model.predict(x, Phase.TRAINING, 1);
        assertNotEquals(model.predict(x), training);
        assertNotEquals(training, model.predict(x, Phase.TRAINING, 2));
        assertEquals(training, model.predict(x, Phase.TRAINING, 1));
        assertEquals(model.predict(x), model.predict(x, Phase.INFERENCE, 1));
    }

    @Test
    void probabilitiesSumToOneInBothPhases() {
        for (Phase phase : Phase.values()) {
            float[] sums = model.predict(x, phase, 1).sum(1).toFloatVector();
            assertArrayEquals(new float[] {1, 1, 1, 1, 1}, sums, 1e-6f);
        }
    }
}
