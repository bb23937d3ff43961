package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Steps of one's own within a fit, and the gradients of a batch by plan. */
final class OwnStepTest {
    private static final Fit QUIET = Fit.epochs(2).batchSize(8).shuffle(false).verbose(Verbosity.SILENT);

    private static Network network(long seed) {
        GraphBuilder g = GraphBuilder.named("Line");
        Wire hidden = g.apply("hidden", Layers.dense(5).activation(RELU), g.input("x", 3));
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        return Network.create(
                g.output(g.apply("y", Layers.dense(1), normal), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                seed);
    }

    private static INDArray x() {
        return Nd4j.linspace(DataType.FLOAT, -1, 0.04, 60).reshape(20, 3);
    }

    private static INDArray y() {
        return x().sum(1).reshape(20, 1);
    }

    private static Dataset<INDArray, INDArray> data() {
        return Dataset.of(Structure.single("x"), x(), Structure.single("y"), y());
    }

    private static Trainer<INDArray, INDArray> trainer(Network network) {
        return network.trainer(Structure.single("x"), Structure.single("y"), Adam.of(0.01));
    }

    private static void assertSameWeights(Network expected, Network found, double tolerance) {
        expected.weights()
                .forEach((path, weight) -> assertTrue(
                        weight.equalsWithEps(found.weight(path), tolerance),
                        () -> path + ": " + weight + " " + found.weight(path)));
    }

    @Test
    void aStepByTheGradientsOfThePlanIsTheTrainersOwn() {
        Network own = network(1);
        Trainer<INDArray, INDArray> trainer = trainer(own);
        List<Integer> sizes = new ArrayList<>();
        assertSame(trainer, trainer.step((batch, tape) -> {
            sizes.add(batch.size());
            BatchGradients gradients = trainer.gradients(batch);
            trainer.apply(gradients);
            return gradients.evaluation().values();
        }));
        History history = trainer.fit(data(), QUIET.validationSplit(0.2));
        Network usual = network(1);
        History expected = trainer(usual).fit(data(), QUIET.validationSplit(0.2));
        assertEquals(expected.toString(), history.toString());
        assertSameWeights(usual, own, 1e-12);
        assertEquals(List.of(8, 8, 8, 8), sizes);
        assertEquals(4, trainer.iterations());
    }

    @Test
    void aStepOnTheTapeIsTheTrainersOwn() {
        Network own = network(1);
        Trainer<INDArray, INDArray> trainer = trainer(own);
        trainer.step((batch, tape) -> {
            EagerContext context = tape.context();
            Var output = own.call(tape, context.array(batch.inputs())).get(0);
            Var loss = context.loss(Losses.meanSquaredError(), output, context.array(batch.targets()));
            return Map.of("loss", (double) trainer.minimize(tape, loss));
        });
        History history = trainer.fit(data(), QUIET);
        Network usual = network(1);
        History expected = trainer(usual).fit(data(), QUIET);
        assertEquals(expected.last("loss"), history.last("loss"), 1e-5);
        assertSameWeights(usual, own, 1e-5);
    }

    @Test
    void gradientsAreChangedFlatAndByPath() {
        Network network = network(1);
        Trainer<INDArray, INDArray> trainer =
                network.trainer(Structure.single("x"), Structure.single("y"), SGD.of(0.5));
        BatchGradients gradients = trainer.gradients(x(), y());
        assertEquals(
                List.of("hidden/kernel", "hidden/bias", "normal/gamma", "normal/beta", "y/kernel", "y/bias"),
                List.copyOf(gradients.byPath().keySet()));
        INDArray bias = gradients.get("y/bias");
        double before = bias.getDouble(0);
        gradients.flat().muli(2);
        assertEquals(2 * before, bias.getDouble(0), 1e-6);
        gradients.get("hidden/kernel").assign(0);
        Map<String, INDArray> weights = network.weights();
        assertEquals(0, trainer.iterations());
        trainer.apply(gradients);
        assertEquals(1, trainer.iterations());
        assertEquals(weights.get("hidden/kernel"), network.weight("hidden/kernel"));
        assertEquals(
                weights.get("y/bias").getDouble(0) - before,
                network.weight("y/bias").getDouble(0),
                1e-6);
        assertTrue(!weights.get("normal/moving_mean").equals(network.weight("normal/moving_mean")));
        assertEquals(
                "there is no trained weight 'y/bais', did you mean 'y/bias'?",
                assertThrows(IllegalArgumentException.class, () -> gradients.get("y/bais"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> trainer(network(1)).apply(gradients));
    }

    @Test
    void frozenWeightsHaveNoGradients() {
        Network network = network(1);
        Trainer<INDArray, INDArray> trainer = trainer(network);
        trainer.gradients(x(), y());
        network.freeze("hidden");
        BatchGradients gradients = trainer.gradients(x(), y());
        assertThrows(IllegalArgumentException.class, () -> gradients.get("hidden/kernel"));
        double sum = gradients.byPath().values().stream()
                .mapToDouble(each -> Math.pow(each.norm2Number().doubleValue(), 2))
                .sum();
        assertEquals(Math.sqrt(sum), gradients.norm(), 1e-5);
        INDArray before = network.weight("hidden/kernel");
        trainer.apply(gradients);
        assertEquals(before, network.weight("hidden/kernel"));
    }

    @Test
    void aHookClipsTheGradientsOfEachStep() {
        Network clipped = network(1);
        List<Double> norms = new ArrayList<>();
        Trainer<INDArray, INDArray> trainer = trainer(clipped).onGradients(gradients -> {
            norms.add(gradients.norm());
            gradients.flat().muli(Math.min(1, 0.01 / gradients.norm()));
        });
        trainer.fit(data(), QUIET);
        assertEquals(6, norms.size());
        Network usual = network(1);
        Trainer<INDArray, INDArray> loop = trainer(usual);
        for (int epoch = 0; epoch < 2; epoch++) {
            try (Batches batches = data().batches(8, Order.sequential())) {
                while (batches.next()) {
                    BatchGradients gradients =
                            loop.gradients(OwnCourse.batch(data(), (dev.plumb.data.ArrayBatches) batches));
                    gradients.flat().muli(Math.min(1, 0.01 / gradients.norm()));
                    loop.apply(gradients);
                }
            }
        }
        assertSameWeights(usual, clipped, 1e-12);
        assertThrows(IllegalStateException.class, () -> trainer(network(1))
                .onGradients(gradients -> {
                    throw new IllegalStateException("no");
                })
                .fit(data(), QUIET));
    }

    /** Learns to give back its input from a part of it: the data have no target that a loss of an output could take. */
    @Test
    void aTrainerWithoutALossTrainsByItsStep() {
        Network network = network(3);
        INDArray noise = Transforms.sin(x().mul(50));
        Trainer<INDArray, INDArray> made = network.trainer(
                Structure.single("clean"), Structure.single("noise"), Adam.of(0.05), (batch, tape) -> Map.of());
        Trainer<INDArray, INDArray> trainer = made.step((batch, tape) -> {
            EagerContext context = tape.context();
            Var clean = context.array(batch.inputs());
            Var output = network.call(
                            tape, clean.plus(context.array(batch.targets()).times(0.01f)))
                    .get(0);
            Var loss = output.minus(clean.sum(1).reshape(List.of(batch.size(), 1)))
                    .square()
                    .mean();
            float value = made.minimize(tape, loss);
            return Map.of("loss", (double) value, "root", Math.sqrt(value));
        });
        Dataset<INDArray, INDArray> data = Dataset.of(Structure.single("clean"), x(), Structure.single("noise"), noise);
        History history = trainer.fit(data, Fit.epochs(40).batchSize(8).verbose(Verbosity.SILENT));
        assertTrue(history.last("loss") < 0.1 * history.get("loss").get(0), history::toString);
        assertTrue(history.has("root"));
        IllegalStateException none = assertThrows(IllegalStateException.class, () -> trainer.evaluate(data));
        assertTrue(none.getMessage().contains("evaluationStep"), none::getMessage);
        trainer.evaluationStep((batch, tape) -> {
            assertEquals(Phase.INFERENCE, tape.context().phase());
            Var output =
                    network.call(tape, tape.context().array(batch.inputs())).get(0);
            return Map.of("loss", (double) tape.context().number(output.square().mean()));
        });
        assertTrue(trainer.evaluate(data).loss() > 0);
        History validated = trainer.fit(data, QUIET.validationSplit(0.25));
        assertTrue(validated.has("val_loss"));
    }

    @Test
    void wrongStepsAreTold() {
        Network network = network(1);
        Trainer<INDArray, INDArray> trainer = trainer(network);
        trainer.step((batch, tape) -> null);
        assertThrows(IllegalStateException.class, () -> trainer.fit(data(), QUIET));
        int[] count = {0};
        trainer.step((batch, tape) -> Map.of(count[0]++ == 0 ? "a" : "b", 1.0));
        assertEquals(
                "a step of one's own reports the same names in each step: [a] until now, and then [b]",
                assertThrows(IllegalStateException.class, () -> trainer.fit(data(), QUIET))
                        .getMessage());
        trainer.step((batch, tape) -> Map.of("loss", Double.NaN));
        assertThrows(NonFiniteLossException.class, () -> trainer.fit(data(), QUIET));
        trainer.step((batch, tape) -> trainer.evaluate(data()).values());
        assertThrows(IllegalStateException.class, () -> trainer.fit(data(), QUIET));
        trainer.step((batch, tape) -> {
            network.call(tape, tape.context().floats(new float[] {1, 2}, 1, 2));
            return Map.of();
        });
        assertEquals(
                "input 'x' expects float32 (batch, 3), found float32 (1, 2)",
                assertThrows(InputException.class, () -> trainer.fit(data(), QUIET))
                        .getMessage());
    }

    @Test
    void batchesWithoutShapesAreTold() {
        Trainer<INDArray, INDArray> trainer = trainer(network(1)).step((batch, tape) -> Map.of("loss", 1.0));
        Dataset<INDArray, INDArray> whole = data();
        Dataset<INDArray, INDArray> stream = new Dataset<>() {
            @Override
            public Structure<INDArray> inputStructure() {
                return whole.inputStructure();
            }

            @Override
            public Structure<INDArray> targetStructure() {
                return whole.targetStructure();
            }

            @Override
            public OptionalInt knownSize() {
                return OptionalInt.empty();
            }

            @Override
            public Batches batches(int batchSize, Order order) {
                return new dev.plumb.data.PowersOfTwo(whole.batches(batchSize, order), batchSize);
            }
        };
        InputException refused = assertThrows(InputException.class, () -> trainer.fit(stream, QUIET));
        assertTrue(refused.getMessage().contains("ArrayBatches"), refused::getMessage);
    }
}
