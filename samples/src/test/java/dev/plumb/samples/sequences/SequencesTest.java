package dev.plumb.samples.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class SequencesTest {
    private final ReadingsModel model = ReadingsModel.create(42);

    @Test
    void sequencesOfAnyLengthGiveOneProbabilityEach() {
        assertArrayEquals(new long[] {4, 1}, model.predict(Nd4j.ones(4, 3, 50)).shape());
        assertArrayEquals(new long[] {4, 1}, model.predict(Nd4j.ones(4, 9, 50)).shape());
    }

    @Test
    void paddingDoesNotChangeThePredictions() {
        INDArray readings = Nd4j.rand(6, 7, 50);
        float[] expected = model.predict(readings).toFloatVector();
        assertArrayEquals(expected, model.predict(Alarms.padded(readings, 5)).toFloatVector(), 1e-6f);
    }

    @Test
    void batchesOfTwoLengthsTrainTheSameWeightsAndAThirdLengthIsUnderstood() {
        Trainer<ReadingsModel.Inputs, ReadingsModel.Targets> trainer = model.trainer(Adam.of(5e-3));
        Fit fit = Fit.epochs(5).verbose(Verbosity.SILENT);
        trainer.fit(Alarms.dataset(2000, 8, 1), fit);
        trainer.fit(Alarms.dataset(2000, 12, 2), fit);
        for (int time : new int[] {8, 12, 16}) {
            Evaluation scores = trainer.evaluate(Alarms.dataset(300, time, 3));
            assertTrue(scores.get("accuracy") > 0.9, () -> time + " steps: " + scores);
        }
    }
}
