package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.io.ArchiveReader;
import dev.plumb.io.OptimizerState;
import dev.plumb.ops.Var;
import dev.plumb.train.Adafactor;
import dev.plumb.train.Adam;
import dev.plumb.train.AdamW;
import dev.plumb.train.Lamb;
import dev.plumb.train.Muon;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What may be done around the rule of any optimizer, in whole models. Numbers are held to Keras by {@code WeightUpdateTest}. */
final class OptimizerOptionsTest {

    static List<Optimizer> optimizers() {
        return List.of(
                Adam.of(0.05).clipNorm(0.5).weightDecay(0.01).excludeFromWeightDecay("bias"),
                Lamb.of(0.05).globalClipNorm(0.5).accumulateGradients(2),
                Adafactor.of(0.1).clipValue(0.2).movingAverage(0.5, 2),
                Muon.of(0.05).adamFor("y").movingAverage(0.5));
    }

    private static final class Line extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(5).activation(TANH));
        private final EagerLayer y = layer("y", Layers.dense(1));

        Line() {
            super(7);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return y.call(context, hidden.call(context, x));
        }
    }

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Line");
        return Network.create(
                g.output(
                                g.apply(
                                        "y",
                                        Layers.dense(1),
                                        g.apply("hidden", Layers.dense(5).activation(TANH), g.input("x", 3))),
                                LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                7);
    }

    private static INDArray x() {
        return Nd4j.linspace(DataType.FLOAT, -1, 0.1, 24).reshape(8, 3);
    }

    private static INDArray y() {
        return x().sum(1).reshape(8, 1);
    }

    private static Trainer<INDArray, INDArray> trainer(Network network, Optimizer optimizer) {
        return network.trainer(Structure.single("x"), Structure.single("y"), optimizer);
    }

    private static void step(Network network, Optimizer optimizer) {
        trainer(network, optimizer).trainOnBatch(x(), y());
    }

    private static float[] numbers(Network network, String path) {
        return network.weight(path).dup('c').data().asFloat();
    }

    /** The update of a model in code is that of a graph. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void modelsInCodeMoveAlike(Optimizer optimizer) {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, optimizer);
        Line line = new Line();
        EagerOptimizer own = line.optimizer(optimizer);
        for (int step = 0; step < 5; step++) {
            BatchGradients gradients = trainer.gradients(x(), y());
            trainer.apply(gradients);
            try (GradientTape tape = line.tape(Phase.TRAINING)) {
                line.call(tape.context(), tape.context().array(x()));
                if (step == 0) {
                    network().weights().forEach(line::setWeight);
                }
                Map<String, Var> same = new LinkedHashMap<>();
                gradients
                        .byPath()
                        .forEach((path, gradient) ->
                                same.put(path, tape.context().array(gradient)));
                own.apply(tape, same);
            }
        }
        network.weights()
                .forEach((path, weight) -> assertArrayEquals(
                        weight.dup('c').data().asFloat(),
                        Objects.requireNonNull(line.weights().get(path))
                                .dup('c')
                                .data()
                                .asFloat(),
                        path));
    }

    /** Each of several ranges of weights is scaled by the norm of all. */
    @Test
    void theGlobalNormIsThatOfAllThatIsTrained() {
        Network network = network();
        network.learningRateMultiplier("y", 0.5);
        Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(1).globalClipNorm(0.01));
        Map<String, INDArray> before = network.weights();
        BatchGradients gradients = trainer.gradients(x(), y());
        double norm = gradients.norm();
        assertTrue(norm > 0.01);
        trainer.apply(gradients);
        network.weights().forEach((path, weight) -> {
            double rate = path.startsWith("y/") ? 0.5 : 1;
            float[] expected = Objects.requireNonNull(before.get(path))
                    .sub(gradients.get(path).mul(rate * 0.01 / norm))
                    .dup('c')
                    .data()
                    .asFloat();
            assertArrayEquals(expected, weight.dup('c').data().asFloat(), 1e-6f, path);
        });
        network.freeze("hidden");
        INDArray moved = network.weight("y/kernel");
        BatchGradients rest = trainer.gradients(x(), y());
        trainer.apply(rest);
        assertArrayEquals(
                moved.sub(rest.get("y/kernel").mul(0.5 * 0.01 / rest.norm()))
                        .dup('c')
                        .data()
                        .asFloat(),
                numbers(network, "y/kernel"),
                1e-6f);
    }

    @Test
    void weightsThatAreExcludedDoNotDecay() {
        for (Optimizer optimizer : List.of(
                SGD.of(0.1).weightDecay(0.5).excludeFromWeightDecay("hidden/**", "y/b*"),
                AdamW.of(0.1).weightDecay(0.5).excludeFromWeightDecay("hidden", "**/bias"),
                Muon.of(0.1).weightDecay(0.5).excludeFromWeightDecay("hidden", "bia?"))) {
            Network decayed = network();
            Network plain = network();
            step(decayed, optimizer);
            step(plain, optimizer.weightDecay(0));
            for (String path : List.of("hidden/kernel", "hidden/bias", "y/bias")) {
                assertArrayEquals(numbers(plain, path), numbers(decayed, path), path);
            }
            float[] before = numbers(network(), "y/kernel");
            for (int i = 0; i < before.length; i++) {
                assertEquals(numbers(plain, "y/kernel")[i] - 0.05f * before[i], numbers(decayed, "y/kernel")[i], 1e-6f);
            }
        }
    }

    @Test
    void theOrderOfOptionsDoesNotMatter() {
        assertEquals(
                Adam.of(0.1).clipNorm(1).weightDecay(0.2).movingAverage(0.9),
                Adam.of(0.1).movingAverage(0.9).weightDecay(0.2).clipNorm(1));
        assertEquals(
                AdamW.of(0.1).weightDecay(0.3).clipNorm(2),
                AdamW.of(0.1).clipNorm(1).weightDecay(0.3).clipNorm(2));
        assertEquals(Adam.of(0.1), Adam.of(0.1).weightDecay(0.1).weightDecay(0));
    }

    @Test
    void gradientsAreClippedInOneWayOnly() {
        assertEquals(
                "Adam clips gradients by clipNorm(1.0) already and cannot clip by clipValue(0.5) too: choose one of"
                        + " clipNorm, clipValue and globalClipNorm",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Adam.of().clipNorm(1).clipValue(0.5))
                        .getMessage());
    }

    @Test
    void filesNameTheOptions(@TempDir Path folder) throws IOException {
        Network network = network();
        step(
                network,
                AdamW.of(0.1)
                        .weightDecay(0.3)
                        .excludeFromWeightDecay("bias")
                        .globalClipNorm(2)
                        .movingAverage(0.9, 5)
                        .accumulateGradients(4));
        network.save(folder.resolve("line.plumb"));
        try (ArchiveReader archive = ArchiveReader.open(folder.resolve("line.plumb"))) {
            OptimizerState state = archive.optimizer().orElseThrow();
            assertEquals("AdamW", state.name());
            assertEquals(List.of("momentum", "velocity", "average", "gradient_accumulator"), state.slots());
            Map<String, Double> expected = new LinkedHashMap<>(Map.of(
                    "weight_decay", 0.3,
                    "exclude_from_weight_decay/bias", 1.0,
                    "global_clipnorm", 2.0,
                    "ema_momentum", 0.9,
                    "ema_overwrite_frequency", 5.0,
                    "gradient_accumulation_steps", 4.0));
            expected.forEach(
                    (name, value) -> assertEquals(value, state.hyperparameters().get(name), name));
        }
    }

    /** No step moves weights, nor their moments, before the gradients of all are there. */
    @Test
    void accumulatedGradientsMoveTogether() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(0.1).accumulateGradients(3));
        float[] before = numbers(network, "hidden/kernel");
        trainer.trainOnBatch(x(), y());
        trainer.trainOnBatch(x().mul(0.5), y());
        assertArrayEquals(before, numbers(network, "hidden/kernel"));
        assertEquals(2, trainer.iterations());
        Network other = network();
        Trainer<INDArray, INDArray> plain = trainer(other, SGD.of(0.1));
        BatchGradients sum = plain.gradients(x(), y());
        sum.flat().addi(plain.gradients(x().mul(0.5), y()).flat());
        sum.flat().addi(plain.gradients(x().mul(2), y()).flat()).divi(3);
        plain.apply(sum);
        trainer.trainOnBatch(x().mul(2), y());
        assertArrayEquals(numbers(other, "hidden/kernel"), numbers(network, "hidden/kernel"), 1e-6f);
    }

    /** A rule by weight that steps along the gradient, as far as the learning rate says, and remembers how far it went. */
    private record Paces(LearningRateSchedule learningRate, String remembers) implements Optimizer {
        @Override
        public String name() {
            return "Paces";
        }

        @Override
        public List<String> slots() {
            return List.of("way");
        }

        @Override
        public boolean byWeight() {
            return true;
        }

        @Override
        public Update update(State state) {
            Var gradient = state.gradients();
            Var norm = gradient.reshape(gradient.type().elements()).norm();
            Var step = gradient.dividedBy(norm.maximum(1e-12f)).times(state.learningRate());
            return new Update(
                    state.weights().minus(step),
                    Map.of(remembers, state.slot("way").plus(step)));
        }
    }

    @Test
    void anOptimizerOfOnesOwnHasTheOptionsToo(@TempDir Path folder) throws IOException {
        Network network = network();
        Optimizer paces = new Paces(LearningRateSchedule.constant(0.01), "way");
        float[] before = numbers(network, "hidden/kernel");
        step(network, paces.weightDecay(0.5).movingAverage(0.9));
        double square = 0;
        for (int i = 0; i < before.length; i++) {
            square += Math.pow(numbers(network, "hidden/kernel")[i] - before[i] * (1 - 0.5 * 0.01), 2);
        }
        assertEquals(0.01, Math.sqrt(square), 1e-6);
        network.save(folder.resolve("line.plumb"));
        Network loaded = Network.load(folder.resolve("line.plumb"));
        assertEquals(1, trainer(loaded, paces).iterations());
        assertEquals(
                "optimizer Paces gives 'path' a new value, and its slots() are [way]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> step(network(), new Paces(LearningRateSchedule.constant(0.01), "path")))
                        .getMessage());
    }

    @Test
    void aFitWithARuleByWeightKeepsItsHistory() {
        Dataset<INDArray, INDArray> data = Dataset.of(Structure.single("x"), x(), Structure.single("y"), y());
        History history = trainer(network(), Muon.of(0.1).adamFor("y"))
                .fit(data, Fit.epochs(20).verbose(Verbosity.SILENT));
        List<Double> losses = history.get("loss");
        assertTrue(losses.get(19) < 0.2 * losses.get(0), losses::toString);
    }
}
