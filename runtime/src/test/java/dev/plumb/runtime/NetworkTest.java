package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Adam;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a model promises: seeds, predictions from many threads, saving and resuming, refusing bad input before anything native runs. */
final class NetworkTest {

    /** Two classes of points, told apart by the sign of their sum. */
    private static final int FEATURES = 6;

    private static Graph classifier(int units) {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire x = g.input("x", FEATURES);
        Wire hidden = g.apply("hidden", Layers.dense(units).activation(ActivationFunction.RELU), x);
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire dropped = g.apply("dropped", Layers.dropout(0.2), normal);
        Wire classes = g.apply("classes", Layers.dense(2).activation(ActivationFunction.SOFTMAX), dropped);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    private static Dataset<List<INDArray>, List<INDArray>> data(int examples, long seed) {
        Random random = new Random(seed);
        float[] x = new float[examples * FEATURES];
        int[] y = new int[examples];
        for (int i = 0; i < examples; i++) {
            float sum = 0;
            for (int k = 0; k < FEATURES; k++) {
                x[i * FEATURES + k] = (float) random.nextGaussian();
                sum += x[i * FEATURES + k];
            }
            y[i] = sum > 0 ? 1 : 0;
        }
        return Dataset.of(
                Structure.list(List.of("x")),
                List.of(Nd4j.create(x, new long[] {examples, FEATURES}, 'c')),
                Structure.list(List.of("classes")),
                List.of(Nd4j.createFromArray(y)));
    }

    private static Fit silent(int epochs) {
        return Fit.epochs(epochs).batchSize(16).verbose(Verbosity.SILENT);
    }

    private static float[] floats(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static void assertSameWeights(Network expected, Network actual) {
        expected.weights()
                .forEach((path, weight) -> assertArrayEquals(floats(weight), floats(actual.weight(path)), path));
    }

    @Test
    void learnsWhatCanBeLearned() {
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(classifier(16), 1).trainer(Adam.of(0.01));
        History history = trainer.fit(data(500, 1), silent(10).validationSplit(0.2));
        assertEquals(List.of("accuracy", "loss", "val_accuracy", "val_loss"), List.copyOf(history.keys()));
        assertTrue(history.last("loss") < history.get("loss").get(0) / 2, history.toString());
        assertTrue(trainer.evaluate(data(200, 2)).get("accuracy") > 0.95);
    }

    @Test
    void oneSeedGivesTheSameBitsAndAnotherDoesNot() {
        List<float[]> trained = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            Network model = Network.create(classifier(16), seed);
            model.trainer(Adam.of(0.01)).fit(data(100, 1), silent(2));
            trained.add(floats(model.weight("hidden/kernel")));
        }
        assertArrayEquals(trained.get(0), trained.get(1));
        assertNotEquals(trained.get(0)[0], trained.get(2)[0]);
    }

    @Test
    void aSavedModelPredictsTheSameAndItsTrainingGoesOnToTheBit(@TempDir Path folder) {
        Network straight = Network.create(classifier(16), 3);
        straight.trainer(Adam.of(0.01)).fit(data(100, 1), silent(4));

        Network first = Network.create(classifier(16), 3);
        first.trainer(Adam.of(0.01)).fit(data(100, 1), silent(2));
        Path file = folder.resolve("model.plumb");
        first.save(file);
        Network second = Network.load(file, classifier(16));
        assertSameWeights(first, second);
        INDArray x = Nd4j.rand(9, FEATURES);
        assertArrayEquals(
                floats(first.predict(List.of(x)).get(0)),
                floats(second.predict(List.of(x)).get(0)));

        Trainer<List<INDArray>, List<INDArray>> resumed = second.trainer(Adam.of(0.01));
        assertEquals(14, resumed.iterations());
        resumed.fit(data(100, 1), silent(4).initialEpoch(2));
        assertSameWeights(straight, second);
    }

    /** Keras divides by the number of valid steps and an epsilon. */
    @Test
    void aBatchWithoutAnyValidStepHasTheLossZero() {
        GraphBuilder g = GraphBuilder.named("Padded");
        Wire x = g.input("x", 4, 3);
        Wire masked = g.apply("masked", Layers.masking(), x);
        Wire y = g.apply("y", Layers.lstm(2).returnSequences(true), masked);
        Graph graph = g.output(y, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR), Metric.MAE)
                .build();
        Network model = Network.create(graph, 1);
        Map<String, INDArray> before = model.weights();
        INDArray padding = Nd4j.zeros(5, 4, 3);
        INDArray targets = Nd4j.ones(5, 4, 2);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(SGD.of());
        assertEquals(0, trainer.testOnBatch(List.of(padding), List.of(targets)).loss());
        assertEquals(0, trainer.trainOnBatch(List.of(padding), List.of(targets)).loss());
        assertEquals(before, model.weights());
    }

    @Test
    void loadingIntoAnotherArchitectureNamesTheFirstDifference(@TempDir Path folder) {
        Path file = folder.resolve("model.plumb");
        Network.create(classifier(16), 3).save(file);
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> Network.load(file, classifier(32)));
        assertTrue(wrong.getMessage().contains("hidden"), wrong.getMessage());
        assertTrue(wrong.getMessage().contains("units"), wrong.getMessage());
    }

    @Test
    void theSeedIsSavedBeforeAnyTraining(@TempDir Path folder) {
        Path file = folder.resolve("model.plumb");
        Network first = Network.create(classifier(16), 3);
        first.save(file);
        Network second = Network.load(file);
        assertEquals(3, second.seed());
        first.trainer(Adam.of(0.01)).fit(data(100, 1), silent(1));
        second.trainer(Adam.of(0.01)).fit(data(100, 1), silent(1));
        assertSameWeights(first, second);
    }

    /** What is saved again without having been trained in between is all there. */
    @Test
    void theStateOfTrainingIsKeptFromFileToFile(@TempDir Path folder) {
        Path file = folder.resolve("model.plumb");
        Network first = Network.create(classifier(16), 3);
        first.trainer(Adam.of(0.01)).fit(data(100, 1), silent(2));
        first.save(file);
        Network.load(file).save(file);
        Network second = Network.load(file);
        Trainer<List<INDArray>, List<INDArray>> resumed = second.trainer(Adam.of(0.01));
        assertEquals(14, resumed.iterations());
        resumed.fit(data(100, 1), silent(4).initialEpoch(2));
        Network straight = Network.create(classifier(16), 3);
        straight.trainer(Adam.of(0.01)).fit(data(100, 1), silent(4));
        assertSameWeights(straight, second);
    }

    /** A model whose inputs were written in another order since gets each weight, and each input, by its name. */
    @Test
    void aLoadedModelHasTheOrderOfTheProgram(@TempDir Path folder) {
        Path file = folder.resolve("model.plumb");
        Network saved = Network.create(difference("a", "b"), 1);
        saved.save(file);
        Network loaded = Network.load(file, difference("b", "a"));
        INDArray one = Nd4j.rand(4, 3);
        INDArray other = Nd4j.rand(4, 3);
        assertEquals(
                saved.predict(List.of(one, other)).get(0),
                loaded.predict(List.of(other, one)).get(0));
    }

    private static Graph difference(String first, String second) {
        GraphBuilder g = GraphBuilder.named("Difference");
        Map<String, Wire> inputs = Map.of(first, g.input(first, 3), second, g.input(second, 3));
        Wire hidden = g.apply("hidden", Layers.dense(3), inputs.get("b"));
        return g.output(g.apply("difference", Layers.subtract(), inputs.get("a"), hidden))
                .build();
    }

    @Test
    void anInterruptEndsTrainingAtTheNextStepAndTheModelCanBeSaved(@TempDir Path folder) {
        Path file = folder.resolve("model.plumb");
        Network model = Network.create(classifier(16), 3);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of(0.01));
        Thread.currentThread().interrupt();
        try {
            TrainingInterruptedException ended =
                    assertThrows(TrainingInterruptedException.class, () -> trainer.fit(data(100, 1), silent(4)));
            assertEquals(List.of(0, 0), List.of(ended.epoch(), ended.step()));
            assertEquals(List.of(), ended.history().epochs());
            model.save(file);
        } finally {
            assertTrue(Thread.interrupted(), "the thread stays interrupted");
        }
        assertSameWeights(model, Network.load(file));
        assertEquals(4, trainer.fit(data(100, 1), silent(4)).epochs().size());
    }

    @Test
    void whatWasFinishedBeforeAnInterruptIsTold() throws Exception {
        Network model = Network.create(classifier(16), 3);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of(0.01));
        TrainingInterruptedException[] ended = new TrainingInterruptedException[1];
        Thread fitting = new Thread(() -> ended[0] =
                assertThrows(TrainingInterruptedException.class, () -> trainer.fit(data(100, 1), silent(1_000_000))));
        fitting.start();
        while (trainer.iterations() < 20 && fitting.isAlive()) {
            Thread.onSpinWait();
        }
        fitting.interrupt();
        fitting.join();
        assertEquals(ended[0].epoch(), ended[0].history().epochs().size());
        assertEquals(ended[0].epoch() * 7L + ended[0].step(), trainer.iterations());
        assertTrue(trainer.iterations() >= 20);
    }

    @Test
    void manyThreadsPredictAsOneDoes() throws Exception {
        Network model = Network.create(classifier(32), 5);
        float[][] examples = new float[64][FEATURES];
        float[][] expected = new float[examples.length][];
        Random random = new Random(1);
        for (int i = 0; i < examples.length; i++) {
            for (int k = 0; k < FEATURES; k++) {
                examples[i][k] = random.nextFloat();
            }
            expected[i] = model.predict(examples[i]);
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int offset = t;
                results.add(pool.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        int at = (i + offset) % examples.length;
                        if (!java.util.Arrays.equals(expected[at], model.predict(examples[at]))) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> result : results) {
                assertTrue(result.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aPickedOutputIsPredictedAndSavedUnderItsName(@TempDir Path folder) {
        GraphBuilder g = GraphBuilder.named("States");
        Wire lstm = g.apply("lstm", Layers.lstm(6).returnState(true), g.input("x", 5, 3));
        Network states =
                Network.create(g.output(lstm).output(lstm.output("cell")).build(), 1);
        INDArray x = Nd4j.rand(2, 5, 3);
        List<INDArray> predicted = states.predict(List.of(x));
        assertNotEquals(predicted.get(0), predicted.get(1));
        states.save(folder.resolve("states.plumb"));
        Network loaded = Network.load(folder.resolve("states.plumb"));
        assertEquals(states.graph(), loaded.graph());
        assertEquals(predicted, loaded.predict(List.of(x)));
    }

    @Test
    void anyNumberOfExamplesIsPredicted() {
        Network model = Network.create(classifier(8), 5);
        INDArray x = Nd4j.rand(300, FEATURES);
        INDArray all = model.predict(List.of(x)).get(0);
        assertArrayEquals(new long[] {300, 2}, all.shape());
        float[] last = model.predict(floats(x.getRow(299, true)));
        assertArrayEquals(last, floats(all.getRow(299, true)), 1e-6f);
        INDArray view = Nd4j.rand('f', FEATURES, 300).transpose();
        assertArrayEquals(
                floats(model.predict(List.of(view.dup('c'))).get(0)),
                floats(model.predict(List.of(view)).get(0)));
    }

    @Test
    void badInputIsRefusedByName() {
        Network model = Network.create(classifier(8), 5);
        assertEquals(
                "input 'x' takes 6 values an example, (6) row by row: found 5",
                assertThrows(InputException.class, () -> model.predict(new float[5]))
                        .getMessage());
        String shape = String.valueOf(assertThrows(InputException.class, () -> model.predict(List.of(Nd4j.zeros(3, 7))))
                .getMessage());
        assertTrue(shape.contains("'x'") && shape.contains("(batch, 6)") && shape.contains("(3, 7)"), shape);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of());
        String labels = String.valueOf(assertThrows(
                        InputException.class,
                        () -> trainer.trainOnBatch(List.of(Nd4j.zeros(3, 6)), List.of(Nd4j.createFromArray(0, 2, 1))))
                .getMessage());
        assertTrue(labels.contains("'classes'") && labels.contains("2") && labels.contains("example 1"), labels);
        assertThrows(
                InputException.class,
                () -> trainer.trainOnBatch(List.of(Nd4j.zeros(3, 6)), List.of(Nd4j.createFromArray(0, 1))));
    }

    @Test
    void aLossThatIsNoNumberStopsTrainingBeforeItReachesTheWeights() {
        Network model = Network.create(regression(ActivationFunction.TANH), 5);
        Dataset<List<INDArray>, List<INDArray>> data = withNaN(20);
        model.trainer(SGD.of(1e-9)).fit(withNaN(-1), silent(1));
        NonFiniteLossException stopped = assertThrows(NonFiniteLossException.class, () -> model.trainer(SGD.of(1e-9))
                .fit(data, silent(3).shuffle(false)));
        assertEquals(0, stopped.epoch());
        assertEquals(1, stopped.batch());
        assertTrue(Double.isFinite(model.weight("hidden/kernel").sumNumber().doubleValue()));
        String found = String.valueOf(assertThrows(InputException.class, () -> model.trainer(SGD.of())
                        .fit(data, silent(1).checkInputs(true)))
                .getMessage());
        assertTrue(found.contains("NaN") && found.contains("example 20"), found);
        String read = String.valueOf(assertThrows(InputException.class, () -> model.trainer(SGD.of())
                        .fit(
                                data.map(example -> example),
                                silent(1).batchSize(16).shuffle(false).checkInputs(true)))
                .getMessage());
        assertTrue(read.contains("NaN in example 4 of the batch"), read);
    }

    /** Behind a ReLU too, which keeps NaN. */
    @Test
    void aNaNInTheDataStopsTrainingAtItsStep() {
        Network model = Network.create(regression(ActivationFunction.RELU), 5);
        NonFiniteLossException stopped = assertThrows(NonFiniteLossException.class, () -> model.trainer(SGD.of(1e-9))
                .fit(withNaN(20), silent(3).shuffle(false)));
        assertEquals(0, stopped.epoch());
        assertEquals(1, stopped.batch());
        model.weights()
                .forEach((path, weight) ->
                        assertTrue(Double.isFinite(weight.sumNumber().doubleValue()), path));
    }

    /** The loss of the last step is finite, its update is not. */
    @Test
    void aWeightThatOverflowsIsFoundAtTheEndOfTheEpoch() {
        Network model = Network.create(regression(ActivationFunction.RELU), 5);
        NonFiniteLossException stopped = assertThrows(NonFiniteLossException.class, () -> model.trainer(SGD.of(3e38))
                .fit(withNaN(-1), silent(3).batchSize(40)));
        assertEquals(0, stopped.epoch());
        assertEquals(-1, stopped.batch());
        assertTrue(String.valueOf(stopped.getMessage()).contains("weight '"), stopped.getMessage());
    }

    private static Graph regression(ActivationFunction activation) {
        GraphBuilder g = GraphBuilder.named("Regression");
        Wire x = g.input("x", FEATURES);
        Wire hidden = g.apply("hidden", Layers.dense(4).activation(activation), x);
        Wire y = g.apply("y", Layers.dense(1), hidden);
        return g.output(y, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
    }

    private static Dataset<List<INDArray>, List<INDArray>> withNaN(int example) {
        INDArray x = Nd4j.ones(40, FEATURES);
        if (example >= 0) {
            x.putScalar(example, 3, Float.NaN);
        }
        return Dataset.of(
                Structure.list(List.of("x")), List.of(x), Structure.list(List.of("y")), List.of(Nd4j.ones(40)));
    }

    @Test
    void anIdBeyondTheVocabularyIsRefused() {
        GraphBuilder g = GraphBuilder.named("Words");
        Wire ids = g.input("ids", Shape.of(3), DType.INT32);
        Wire vectors = g.apply("vectors", Layers.embedding(10, 2), ids);
        Network model = Network.create(g.output(vectors).build(), 1);
        assertEquals(6, model.predict(new int[] {0, 9, 3}).length);
        String message = "input 'ids' has 10 in example 0, element 1: expected ids from 0 to 9 for Embedding 'vectors'";
        assertEquals(
                message,
                assertThrows(InputException.class, () -> model.predict(new int[] {0, 10, 3}))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(
                                InputException.class,
                                () -> model.predict(List.of(Nd4j.createFromArray(new int[][] {{0, 10, 3}}))))
                        .getMessage());
        assertEquals(6, model.predict(new int[] {1, 2, 3}).length);
    }

    @Test
    void noArrayIsToldByTheNameOfTheInput() {
        Network model = Network.create(classifier(8), 5);
        float[] noNumbers = null;
        assertEquals(
                "input 'x' is null: expected 6 values, (6) row by row",
                assertThrows(InputException.class, () -> model.predict(noNumbers))
                        .getMessage());
        assertEquals(
                "input 'x' takes 6 values an example, (6) row by row: found 0",
                assertThrows(InputException.class, () -> model.predict(new float[0]))
                        .getMessage());
        List<INDArray> noArrays = null;
        assertEquals(
                "the model has the inputs [x] in this order, found null",
                assertThrows(InputException.class, () -> model.predict(noArrays))
                        .getMessage());
    }

    @Test
    void arraysGoByTheirNames() {
        Network model = Network.create(difference("a", "b"), 1);
        INDArray a = Nd4j.rand(4, 3);
        INDArray b = Nd4j.rand(4, 3);
        Map<String, INDArray> outputs = model.predict(Map.of("b", b, "a", a));
        assertEquals(Map.of("difference", model.predict(List.of(a, b)).get(0)), outputs);
        assertEquals(
                "the inputs of model 'Difference' are [a, b] and go by their names:"
                        + " 'a' is missing; 'c' is unknown, did you mean 'a'?",
                assertThrows(InputException.class, () -> model.predict(Map.of("b", b, "c", a)))
                        .getMessage());
    }

    @Test
    void symbolicSizesAreBoundByEachCall() {
        GraphBuilder g = GraphBuilder.named("Steps");
        Wire x = g.input("x", Shape.parse("time", "4"), DType.FLOAT32);
        Wire y = g.apply("y", Layers.dense(2), x);
        Network model = Network.create(g.output(y).build(), 1);
        assertArrayEquals(
                new long[] {2, 5, 2},
                model.predict(List.of(Nd4j.rand(2, 5, 4))).get(0).shape());
        assertArrayEquals(
                new long[] {1, 3, 2},
                model.predict(List.of(Nd4j.rand(1, 3, 4))).get(0).shape());
    }

    /** The count of a Normalization is one. */
    @Test
    void aWeightWithoutAxesIsSetAsOthersAre() {
        GraphBuilder g = GraphBuilder.named("Scalar");
        Graph graph = g.output(g.apply("normal", Layers.normalization(), g.input("x", 3)))
                .build();
        Network network = Network.create(graph, 1);
        network.setWeight("normal/count", Nd4j.scalar(5f));
        assertEquals(Nd4j.scalar(5f), network.weight("normal/count"));
    }
}
