package dev.plumb.samples.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.data.LinearRule;
import dev.plumb.train.Adam;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A sequence and the same network wired by names: no bit differs. */
final class ComparisonTest {
    private final SequentialClassifierModel sequential = SequentialClassifierModel.create(7);
    private final FunctionalClassifierModel functional = FunctionalClassifierModel.create(7);
    private final LinearRule rule = new LinearRule(784, 10, 1);
    private final INDArray x = rule.examples(100, 2);

    @Test
    void oneSeedGivesBothTheSameWeights() {
        sameWeights(sequential.network(), functional.network());
    }

    @Test
    void outputsAreEqualToTheBit() {
        sameBits(sequential.predict(x), functional.predict(x));
        float[] one = x.getRow(0).toFloatVector();
        assertArrayEquals(sequential.predict(one), functional.predict(one));
    }

    @Test
    void theyAreStillEqualAfterTraining() {
        Fit fit = Fit.epochs(2).verbose(Verbosity.SILENT);
        INDArray y = rule.classes(x);
        sequential.trainer(Adam.of()).fit(SequentialClassifierModel.dataset(x, y), fit);
        functional.trainer(Adam.of()).fit(FunctionalClassifierModel.dataset(x, y), fit);
        sameWeights(sequential.network(), functional.network());
    }

    @Test
    void theDecisionIsTheSameBothWays() {
        SequentialDecisionModel straight = SequentialDecisionModel.create(7);
        FunctionalDecisionModel wired = FunctionalDecisionModel.create(7);
        INDArray examples = new LinearRule(20, 2, 1).examples(50, 2);
        sameWeights(straight.network(), wired.network());
        sameBits(straight.predict(examples), wired.predict(examples));
    }

    private static void sameWeights(Network one, Network other) {
        List<String> paths = new ArrayList<>(one.weights().keySet());
        assertEquals(paths, new ArrayList<>(other.weights().keySet()));
        paths.forEach(path -> sameBits(one.weight(path), other.weight(path)));
    }

    private static void sameBits(INDArray expected, INDArray found) {
        assertArrayEquals(expected.shape(), found.shape());
        assertArrayEquals(
                expected.reshape(-1).toFloatVector(), found.reshape(-1).toFloatVector());
    }
}
