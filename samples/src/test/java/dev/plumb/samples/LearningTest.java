package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.comparison.FunctionalClassifierModel;
import dev.plumb.samples.comparison.SequentialDecisionModel;
import dev.plumb.samples.data.LinearRule;
import dev.plumb.samples.mnist.MnistClassifierModel;
import dev.plumb.samples.quick.QuickClassifierModel;
import dev.plumb.samples.residual.ResidualClassifierModel;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The models find a rule in made data: the loss on examples that they have not seen falls clearly. */
final class LearningTest {
    private static final Fit FIT = Fit.epochs(8).validationSplit(0.2).verbose(Verbosity.SILENT);

    private final LinearRule rule = new LinearRule(20, 10, 1);
    private final INDArray x = rule.examples(4000, 2);

    @Test
    void theQuickClassifierLearns() {
        learns(QuickClassifierModel.create(1)
                .trainer(Adam.of())
                .fit(QuickClassifierModel.dataset(x, rule.classes(x)), FIT));
    }

    @Test
    void theResidualClassifierLearns() {
        learns(ResidualClassifierModel.create(1)
                .trainer(Adam.of())
                .fit(ResidualClassifierModel.dataset(x, rule.classes(x)), FIT));
    }

    @Test
    void theDecisionLearns() {
        LinearRule decision = new LinearRule(20, 2, 1);
        INDArray y = decision.classes(x).castTo(DataType.FLOAT).reshape(-1, 1);
        learns(SequentialDecisionModel.create(1).trainer(Adam.of()).fit(SequentialDecisionModel.dataset(x, y), FIT));
    }

    static Stream<Optimizer> mnistOptimizers() {
        return Stream.of(Adam.of(), SGD.of(0.1));
    }

    @ParameterizedTest
    @MethodSource("mnistOptimizers")
    void theMnistClassifierLearns(Optimizer optimizer) {
        LinearRule wide = new LinearRule(784, 2, 1);
        INDArray images = wide.examples(4000, 2);
        learns(MnistClassifierModel.create(1)
                .trainer(optimizer)
                .fit(
                        MnistClassifierModel.dataset(images, wide.classes(images)),
                        Fit.epochs(3).validationSplit(0.2).verbose(Verbosity.SILENT)));
    }

    @Test
    void theComparedClassifierLearns() {
        LinearRule wide = new LinearRule(784, 2, 1);
        INDArray images = wide.examples(4000, 2);
        learns(FunctionalClassifierModel.create(1)
                .trainer(Adam.of())
                .fit(
                        FunctionalClassifierModel.dataset(images, wide.classes(images)),
                        Fit.epochs(3).validationSplit(0.2).verbose(Verbosity.SILENT)));
    }

    private static void learns(History history) {
        double first = history.get("val_loss").get(0);
        double last = history.last("val_loss");
        assertTrue(last < 0.7 * first, history::toString);
    }
}
