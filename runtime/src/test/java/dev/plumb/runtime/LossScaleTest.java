package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.LossScalingCase;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of a loss that is multiplied first. */
final class LossScaleTest {

    static List<LossScalingCase> cases() {
        return LossScalingCase.read();
    }

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Line");
        Wire hidden = g.apply("hidden", Layers.dense(5).activation(TANH), g.input("x", 3));
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire y = g.apply("y", Layers.dense(1), normal);
        return Network.create(g.output(y, LossFunction.MEAN_SQUARED_ERROR).build(), 7);
    }

    private static Trainer<INDArray, INDArray> trainer(Network network, Optimizer optimizer) {
        return network.trainer(Structure.single("x"), Structure.single("y"), optimizer);
    }

    private static INDArray x() {
        return Nd4j.linspace(DataType.FLOAT, -1, 0.1, 24).reshape(8, 3);
    }

    private static INDArray y() {
        return x().sum(1).reshape(8, 1);
    }

    private static void fit(Trainer<INDArray, INDArray> trainer) {
        trainer.fit(
                Dataset.of(Structure.single("x"), x(), Structure.single("y"), y()),
                Fit.epochs(4).batchSize(4).verbose(Verbosity.SILENT));
    }

    private static void assertSame(Network expected, Network actual) {
        expected.weights().forEach((path, weight) -> assertEquals(weight, actual.weight(path), path));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scalesMoveAsInKeras(LossScalingCase recorded) {
        GraphBuilder g = GraphBuilder.named("Line");
        Network network = Network.create(
                g.output(g.apply("y", Layers.dense(1).useBias(false), g.input("x", 3)), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
        network.setWeight(
                "y/kernel",
                Nd4j.create(recorded.initial().floats(), recorded.initial().shape(), 'c'));
        Optimizer rule = recorded.optimizer().equals("SGD") ? SGD.of(0.1) : Adam.of(0.1);
        Trainer<INDArray, INDArray> trainer =
                trainer(network, rule.dynamicLossScale(recorded.scale(), recorded.growth()));
        for (int step = 0; step < recorded.finite().length(); step++) {
            BatchGradients gradients = trainer.gradients(x(), y());
            float[] numbers = recorded.gradients().get(step).floats();
            if (recorded.finite().charAt(step) == '-') {
                numbers[1] = Float.POSITIVE_INFINITY;
            }
            gradients.get("y/kernel").assign(Nd4j.createFromArray(numbers).reshape(3, 1));
            trainer.apply(gradients);
            String when = " after step " + (step + 1);
            Agreement.assertAgrees(
                    recorded.weights().get(step).floats(),
                    network.weight("y/kernel").dup('c').data().asFloat(),
                    "weights" + when);
            assertEquals(recorded.scales().get(step), trainer.lossScale(), "scale" + when);
            assertEquals(recorded.iterations().get(step), (double) trainer.iterations(), "steps" + when);
        }
    }

    /** Numbers of float32 that are neither small nor large do not feel a power of two. */
    @Test
    void aPowerOfTwoChangesNoBit() {
        for (Optimizer scaled : List.of(
                Adam.of(0.05).lossScale(1024),
                Adam.of(0.05).dynamicLossScale(),
                Adam.of(0.05).dynamicLossScale(2, 3))) {
            Network expected = network();
            Network network = network();
            fit(trainer(expected, Adam.of(0.05)));
            fit(trainer(network, scaled));
            assertSame(expected, network);
        }
    }

    @Test
    void hooksSeeTheGradientsOfTheLossItself() {
        double[] norms = new double[2];
        trainer(network(), Adam.of(0.05))
                .onGradients(gradients -> norms[0] = gradients.norm())
                .trainOnBatch(x(), y());
        trainer(network(), Adam.of(0.05).lossScale(4096))
                .onGradients(gradients -> norms[1] = gradients.norm())
                .trainOnBatch(x(), y());
        assertEquals(norms[0], norms[1]);
        assertTrue(norms[0] > 0);
    }

    /** The gradients of so large a loss are infinite until the scale is small enough; a step that is left out changes nothing. */
    @Test
    void stepsThatOverflowAreLeftOut() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, Adam.of(0.05).dynamicLossScale(0x1p127, 100));
        INDArray before = network.weight("normal/moving_mean");
        INDArray targets = y().mul(1e3);
        trainer.trainOnBatch(x(), targets);
        assertEquals(0, trainer.iterations());
        assertEquals(0x1p126, trainer.lossScale());
        assertSame(network(), network);
        assertEquals(before, network.weight("normal/moving_mean"));
        for (int step = 0; step < 30; step++) {
            trainer.trainOnBatch(x(), targets);
        }
        assertTrue(trainer.iterations() > 5 && trainer.iterations() < 30, () -> "steps " + trainer.iterations());
    }

    @Test
    void theScaleIsSaved(@TempDir Path folder) {
        Network network = network();
        Optimizer optimizer = Adam.of(0.05).dynamicLossScale(2, 3);
        Trainer<INDArray, INDArray> trainer = trainer(network, optimizer);
        for (int step = 0; step < 5; step++) {
            trainer.trainOnBatch(x(), y());
        }
        assertEquals(4, trainer.lossScale());
        network.save(folder.resolve("line.plumb"));
        Trainer<INDArray, INDArray> resumed = trainer(Network.load(folder.resolve("line.plumb")), optimizer);
        assertEquals(4, resumed.lossScale());
        resumed.trainOnBatch(x(), y());
        assertEquals(8, resumed.lossScale());
        assertEquals(1, trainer(network(), Adam.of()).lossScale());
    }

    private static final class Line extends EagerModel<Var, Var> {
        private final EagerLayer y = layer("y", Layers.dense(1));

        Line() {
            super(7);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return y.call(context, x);
        }
    }

    private static float[] trained(Optimizer optimizer) {
        Line line = new Line();
        EagerOptimizer own = line.optimizer(optimizer);
        for (int step = 0; step < 3; step++) {
            try (GradientTape tape = line.tape(Phase.TRAINING)) {
                Var output = line.call(tape.context(), tape.context().array(x()));
                own.step(tape, output.square().mean());
            }
        }
        assertEquals(3, own.iterations());
        return line.weight("y/kernel").dup('c').data().asFloat();
    }

    @Test
    void modelsInCodeScaleAlike() {
        assertArrayEquals(trained(Adam.of(0.05)), trained(Adam.of(0.05).lossScale(512)));
        assertArrayEquals(trained(Adam.of(0.05)), trained(Adam.of(0.05).dynamicLossScale(2, 1)));
    }
}
