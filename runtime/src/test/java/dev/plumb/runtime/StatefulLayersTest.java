package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.LambdaCallback;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Stateful layers: halves of sequences one after the other are whole sequences, and who may read them when. */
final class StatefulLayersTest {
    private static final int EXAMPLES = 4;
    private static final int STEPS = 6;

    private static INDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextFloat() - 0.5f);
        }
        return array;
    }

    static Stream<LayerSpec> layers() {
        return Stream.of(
                Layers.simpleRNN(3).returnSequences(true),
                Layers.lstm(3).returnSequences(true),
                Layers.gru(3).returnSequences(true),
                Layers.gru(3).resetAfter(false).returnSequences(true));
    }

    /** One recurrent layer, and a layer behind it. */
    private static Graph graph(LayerSpec layer) {
        GraphBuilder g = GraphBuilder.named("Stream");
        Wire read =
                g.apply("reader", layer, g.input("x", new Shape(List.of(Dim.named("time"), Dim.of(2))), DType.FLOAT32));
        return g.output(g.apply("out", Layers.dense(1), read), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static Graph stateful() {
        return graph(Layers.lstm(3).returnSequences(true).stateful(true));
    }

    private static INDArray steps(INDArray x, int from, int to) {
        return x.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to), NDArrayIndex.all())
                .dup('c');
    }

    private static float[] numbers(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static float[] predicted(Network network, INDArray x) {
        return numbers(network.predict(List.of(x)).get(0));
    }

    private static Trainer<INDArray, INDArray> trainer(Network network) {
        return network.trainer(Structure.single("x"), Structure.single("out"), SGD.of(0.1));
    }

    private static Dataset<INDArray, INDArray> data(int examples) {
        return Dataset.of(
                Structure.single("x"),
                random(1, examples, STEPS, 2),
                Structure.single("out"),
                random(2, examples, STEPS, 1));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void partsOfSequencesOneAfterTheOtherAreTheWhole(LayerSpec layer) {
        INDArray x = random(1, EXAMPLES, STEPS, 2);
        Network whole = Network.create(graph(layer), 7);
        Network parts = Network.create(graph(layer.with("stateful", true)), 7);
        INDArray expected = whole.predict(List.of(x)).get(0);
        int[] ends = {2, 5, STEPS};
        for (int round = 0; round < 2; round++) {
            int from = 0;
            for (int to : ends) {
                assertArrayEquals(
                        numbers(steps(expected, from, to)),
                        predicted(parts, steps(x, from, to)),
                        1e-6f,
                        "from " + from);
                from = to;
            }
            parts.resetStates();
        }
    }

    @Test
    void statesAreNeitherWeightsNorInFiles(@TempDir Path folder) {
        Network network = Network.create(stateful(), 1);
        assertEquals(
                Network.create(graph(Layers.lstm(3).returnSequences(true)), 1)
                        .weights()
                        .keySet(),
                network.weights().keySet());
        INDArray x = random(1, EXAMPLES, STEPS, 2);
        float[] first = predicted(network, x);
        network.save(folder.resolve("stream.plumb"));
        Network loaded = Network.load(folder.resolve("stream.plumb"));
        assertArrayEquals(first, predicted(loaded, x));
        assertFalse(Arrays.equals(first, predicted(network, x)));
        assertTrue(loaded.graph().isStateful());
    }

    @Test
    void aBatchOfAnotherSizeIsRefusedUntilAReset() {
        Network network = Network.create(stateful(), 1);
        network.predict(List.of(random(1, EXAMPLES, STEPS, 2)));
        InputException refused =
                assertThrows(InputException.class, () -> network.predict(List.of(random(1, EXAMPLES + 1, STEPS, 2))));
        assertEquals(
                "model 'Stream' is stateful, and each example goes on from that of the batch before: expected 4"
                        + " examples in each batch, found 5\n"
                        + "  fix     take a batch size that divides the examples, or begin anew: resetStates()",
                refused.getMessage());
        network.resetStates();
        assertEquals(
                5,
                network.predict(List.of(random(1, EXAMPLES + 1, STEPS, 2)))
                        .get(0)
                        .size(0));
    }

    @Test
    void allExamplesOfACallAreOneBatch() {
        INDArray x = random(1, 131, 2, 2); // more than are computed at once otherwise
        Network whole = Network.create(graph(Layers.lstm(3).returnSequences(true)), 7);
        Network network = Network.create(stateful(), 7);
        assertArrayEquals(predicted(whole, x), predicted(network, x), 1e-6f);
        network.predict(List.of(x));
    }

    @Test
    void layersAreResetByTheirNames() {
        GraphBuilder g = GraphBuilder.named("Two");
        Wire lower = g.apply("lower", Layers.gru(2).returnSequences(true).stateful(true), g.input("x", 3, 2));
        Wire upper = g.apply("upper", Layers.gru(2).returnSequences(true).stateful(true), lower);
        Network network = Network.create(g.output(lower).output(upper).build(), 1);
        List<INDArray> x = List.of(random(1, EXAMPLES, 3, 2));
        List<INDArray> first = network.predict(x);
        List<INDArray> second = network.predict(x);
        network.resetStates("lower");
        List<INDArray> third = network.predict(x);
        assertArrayEquals(numbers(first.get(0)), numbers(third.get(0)));
        assertFalse(Arrays.equals(numbers(second.get(0)), numbers(third.get(0))));
        assertFalse(Arrays.equals(numbers(first.get(1)), numbers(third.get(1))));
        network.resetStates("*er");
        assertArrayEquals(numbers(first.get(1)), numbers(network.predict(x).get(1)));
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> network.resetStates("upper2"));
        assertTrue(unknown.getMessage().contains("did you mean 'upper'"), unknown.getMessage());
    }

    @Test
    void aFitKeepsOrderAndBatches() {
        Trainer<INDArray, INDArray> trainer = trainer(Network.create(stateful(), 1));
        String goesOn = "LSTM 'reader' of model 'Stream' is stateful: each example goes on from the one at its place in"
                + " the batch before";
        assertEquals(
                goesOn + ", and this fit takes them in a new random order each epoch\n"
                        + "  fix     keep their order: Fit.epochs(…).shuffle(false)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trainer.fit(data(8), silent(4).shuffle(true)))
                        .getMessage());
        assertEquals(
                goesOn + ", and the last batch would have 2 of them: expected whole batches of 4, found 10 examples\n"
                        + "  fix     batchSize(2) divides them, or leave the last ones out: take(8)",
                assertThrows(InputException.class, () -> trainer.fit(data(10), silent(4)))
                        .getMessage());
        assertTrue(assertThrows(
                        InputException.class,
                        () -> trainer.fit(data(8), silent(4).validationData(data(6))))
                .getMessage()
                .endsWith(", and validation goes on from training: expected whole batches of 4, found 6 examples for"
                        + " validation\n"
                        + "  fix     batchSize(2) divides both parts, or leave the last ones out: take(4) of"
                        + " validation"));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer.fit(
                                data(8), silent(4).validationData(data(8)).validationBatchSize(2)))
                .getMessage()
                .endsWith("found validationBatchSize(2)\n  fix     leave validationBatchSize out"));
        assertEquals(
                1,
                trainer.fit(data(8).take(8), silent(4).validationData(data(4)))
                        .get("loss")
                        .size());
    }

    private static Fit silent(int batchSize) {
        return Fit.epochs(1).batchSize(batchSize).shuffle(false).verbose(Verbosity.SILENT);
    }

    @Test
    void aReadOfBatchesOfUnknownNumberIsRefusedAtTheSmallerOne() {
        Trainer<INDArray, INDArray> trainer = trainer(Network.create(stateful(), 1));
        InputException refused =
                assertThrows(InputException.class, () -> trainer.evaluate(data(10).filter(example -> true), 4));
        assertTrue(refused.getMessage().contains("expected 4 examples in each batch, found 2"), refused.getMessage());
    }

    @Test
    void aCallbackResetsEachEpoch() {
        Network network = Network.create(stateful(), 1);
        network.freeze("out");
        Trainer<INDArray, INDArray> trainer =
                network.trainer(Structure.single("x"), Structure.single("out"), SGD.of(1e-30));
        List<Double> losses = trainer.fit(
                        data(8),
                        Fit.epochs(3)
                                .batchSize(4)
                                .shuffle(false)
                                .verbose(Verbosity.SILENT)
                                .callbacks(LambdaCallback.onEpochBegin((training, epoch) -> {
                                    if (epoch < 2) {
                                        network.resetStates();
                                    }
                                })))
                .get("loss");
        assertEquals(losses.get(0), losses.get(1));
        assertFalse(losses.get(1).equals(losses.get(2)));
    }

    @Test
    void aDividedBatchGoesOnAsAWholeOne() {
        List<float[]> runs = new ArrayList<>();
        for (int threads : new int[] {1, 4}) {
            GraphBuilder g = GraphBuilder.named("Wide");
            Wire read = g.apply("reader", Layers.gru(32).stateful(true), g.input("x", STEPS, 16));
            Network network = Network.create(
                    g.output(g.apply("out", Layers.dense(1), read), LossFunction.MEAN_SQUARED_ERROR)
                            .build(),
                    3);
            network.threads(threads);
            trainer(network)
                    .fit(
                            Dataset.of(
                                    Structure.single("x"),
                                    random(1, 256, STEPS, 16),
                                    Structure.single("out"),
                                    random(2, 256, 1)),
                            silent(64));
            runs.add(numbers(network.weight("reader/kernel")));
            runs.add(numbers(network.predict(List.of(random(5, 64, STEPS, 16))).get(0)));
        }
        assertArrayEquals(runs.get(0), runs.get(2), 1e-6f);
        assertArrayEquals(runs.get(1), runs.get(3), 1e-6f);
    }

    @Test
    void gradientsAreThoseOfTheBatchAndItsStatesAreGiven() {
        Network network = Network.create(stateful(), 1);
        INDArray x = random(1, EXAMPLES, STEPS, 2);
        INDArray y = random(2, EXAMPLES, STEPS, 1);
        network.predict(List.of(random(3, EXAMPLES, STEPS, 2)));
        Trainer<INDArray, INDArray> trainer = trainer(network);
        BatchGradients gradients = trainer.gradients(x, y);
        for (String path : List.of("reader/kernel", "reader/recurrent_kernel", "reader/bias", "out/kernel")) {
            INDArray weight = network.weight(path);
            for (int element = 0; element < weight.length(); element += 5) {
                float value = weight.getFloat(element);
                double up = loss(network, trainer, path, weight, element, value + 1e-2f, x, y);
                double down = loss(network, trainer, path, weight, element, value - 1e-2f, x, y);
                loss(network, trainer, path, weight, element, value, x, y);
                assertEquals((up - down) / 2e-2, gradients.get(path).getFloat(element), 1e-3, path + " " + element);
            }
        }
    }

    /** The states stay: gradients look, and move on only with the weights. */
    private static double loss(
            Network network,
            Trainer<INDArray, INDArray> trainer,
            String path,
            INDArray weight,
            int element,
            float value,
            INDArray x,
            INDArray y) {
        weight.putScalar(element, value);
        network.setWeight(path, weight);
        return trainer.gradients(x, y).loss();
    }

    @Test
    void stepsOfOnesOwnGoOnWhenTheyAreTaken() {
        INDArray x = random(1, EXAMPLES, STEPS, 2);
        INDArray y = random(2, EXAMPLES, STEPS, 1);
        Network own = Network.create(stateful(), 1);
        Network fitted = Network.create(stateful(), 1);
        Trainer<INDArray, INDArray> ownTrainer = trainer(own);
        Trainer<INDArray, INDArray> fittedTrainer = trainer(fitted);
        for (int step = 0; step < 3; step++) {
            ownTrainer.gradients(x, y);
            BatchGradients gradients = ownTrainer.gradients(x, y);
            ownTrainer.apply(gradients);
            assertEquals(fittedTrainer.trainOnBatch(x, y).loss(), gradients.loss(), 1e-6);
        }
        assertArrayEquals(predicted(fitted, x), predicted(own, x), 1e-6f);
    }

    @Test
    void whatOnlyLooksLeavesTheStates() {
        Network network = Network.create(stateful(), 1);
        Network untouched = Network.create(stateful(), 1);
        INDArray x = random(1, EXAMPLES, STEPS, 2);
        INDArray y = random(2, EXAMPLES, STEPS, 1);
        predicted(network, x);
        predicted(untouched, x);
        network.predict(List.of(x), Phase.TRAINING, 3);
        trainer(network).gradients(x, y);
        trainer(network).gradientNorms(x, y);
        assertTrue(trainer(network).findNonFinite(x, y).isEmpty());
        network.gradients(List.of(x), "out", 0, "reader");
        assertArrayEquals(predicted(untouched, x), predicted(network, x));
    }

    @Test
    void aStepThatIsRefusedLeavesTheStates() {
        Network network = Network.create(stateful(), 1);
        Network untouched = Network.create(stateful(), 1);
        INDArray x = random(1, EXAMPLES, STEPS, 2);
        predicted(network, x);
        predicted(untouched, x);
        INDArray bad = random(2, EXAMPLES, STEPS, 1);
        bad.putScalar(0, Float.NaN);
        assertThrows(NonFiniteLossException.class, () -> trainer(network).trainOnBatch(x, bad));
        assertArrayEquals(predicted(untouched, x), predicted(network, x));
    }

    @Test
    void aSessionHasStatesOfItsOwn() {
        Network network = Network.create(stateful(), 1);
        INDArray x = random(1, 1, 1, 2);
        float[] first = predicted(network, x);
        float[] second = predicted(network, x);
        try (Session one = network.session(1, Map.of("time", 1));
                Session other = network.session(1, Map.of("time", 1))) {
            assertArrayEquals(first, run(one, x));
            assertArrayEquals(second, run(one, x));
            assertArrayEquals(first, run(other, x));
            one.resetStates();
            assertArrayEquals(first, run(one, x));
            assertArrayEquals(second, run(other, x));
        }
    }

    private static float[] run(Session session, INDArray x) {
        session.input("x").put(0, numbers(x));
        session.run();
        return new float[] {session.output("out").get(0)};
    }

    @Test
    void aDecodingSessionKeepsStatesOfItsOwn() {
        Network network = Network.create(stateful(), 1);
        INDArray x = random(1, 1, STEPS, 2);
        float[] whole = predicted(network, x);
        try (DecodingSession session = network.decodingSession(STEPS)) {
            for (int step = 0; step < STEPS; step++) {
                session.input("x").put(0, numbers(steps(x, step, step + 1)));
                session.run();
                assertEquals(whole[step], session.output("out").get(0), 1e-6f);
            }
        }
    }

    @Test
    void batchesOfSeveralThreadsAreOneAfterTheOther() throws InterruptedException, ExecutionException {
        GraphBuilder g = GraphBuilder.named("Count");
        Wire x = g.input("x", 1, 1);
        Network network = Network.create(
                g.output(g.apply(
                                "sum",
                                Layers.simpleRNN(1)
                                        .activation(ActivationFunction.LINEAR)
                                        .useBias(false)
                                        .stateful(true),
                                x))
                        .build(),
                1);
        network.setWeight("sum/kernel", Nd4j.ones(DataType.FLOAT, 1, 1));
        network.setWeight("sum/recurrent_kernel", Nd4j.ones(DataType.FLOAT, 1, 1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> seen = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                seen.add(threads.submit(() -> network.predict(new float[] {1})));
            }
            boolean[] sums = new boolean[41];
            for (Future<float[]> sum : seen) {
                sums[Math.round(sum.get()[0])] = true;
            }
            for (int i = 1; i <= 40; i++) {
                assertTrue(sums[i], "no batch has seen " + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTapeKeepsNothing() {
        Network network = Network.create(stateful(), 1);
        Trainer<INDArray, INDArray> trainer = trainer(network);
        try (GradientTape tape = trainer.tape(Phase.INFERENCE)) {
            UnsupportedOperationException refused = assertThrows(
                    UnsupportedOperationException.class,
                    () -> network.call(tape, tape.context().floats(new float[24], 2, STEPS, 2)));
            assertTrue(
                    refused.getMessage().startsWith("LSTM 'reader' is stateful, and what is called on a tape keeps"),
                    refused.getMessage());
        }
    }

    @Test
    void stepsAreNoSequencesThatGoOn() {
        GraphBuilder g = GraphBuilder.named("Wrong");
        Wire each = g.apply("each", Layers.timeDistributed(Layers.lstm(3).stateful(true)), g.input("x", 2, STEPS, 2));
        GraphException refused =
                assertThrows(GraphException.class, () -> g.output(each).build());
        assertTrue(
                refused.getMessage()
                        .contains("false: a step is a whole sequence here, and no other step goes on from it"),
                refused.getMessage());
    }
}
