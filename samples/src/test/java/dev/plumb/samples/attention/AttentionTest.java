package dev.plumb.samples.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

final class AttentionTest {
    private final AttentionClassifierModel model = AttentionClassifierModel.create(42);

    @Test
    void eachExampleGetsThreeProbabilities() {
        assertArrayEquals(
                new long[] {5, 3}, model.predict(Nd4j.zeros(5, 32, 64)).shape());
    }

    @Test
    void itBringsTheMarkedStepsTogether() {
        History history = model.trainer(Adam.of(2e-3))
                .fit(
                        MarkedPairs.dataset(4000, 1),
                        Fit.epochs(6).validationSplit(0.2).verbose(Verbosity.SILENT));
        assertTrue(history.last("val_accuracy") > 0.9, history::toString);
    }
}
