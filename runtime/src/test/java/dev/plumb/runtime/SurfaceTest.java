package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.graph.Graph;
import dev.plumb.graph.LayerSpec;
import dev.plumb.graph.Sequential;
import dev.plumb.graph.Shape;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SurfaceTest {
    private static final Graph GRAPH = Sequential.of("Line", Shape.of(4), LayerSpec.of(Dense.Spec.class, "units", 3));

    private static ArrayDataset<INDArray, INDArray> numbers(INDArray x, INDArray y) {
        return Dataset.of(Structure.single("x"), x, Structure.single("y"), y);
    }

    private static INDArray range(int rows, int columns) {
        return Nd4j.arange(rows * columns).castTo(DataType.FLOAT).reshape(rows, columns);
    }

    @Test
    void anyLayoutGivesTheSameBatches() {
        INDArray plain = range(5, 2);
        INDArray labels = Nd4j.createFromArray(0L, 1L, 2L, 3L, 4L);
        INDArray shifted = Nd4j.concat(0, range(1, 2), plain)
                .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 6), org.nd4j.linalg.indexing.NDArrayIndex.all());
        for (INDArray x :
                List.of(plain, plain.dup('f'), plain.castTo(DataType.DOUBLE), plain.castTo(DataType.INT32), shifted)) {
            float[] read = new float[4];
            int[] label = new int[2];
            try (Batches batches = numbers(x, labels).skip(1).batches(2, Order.sequential())) {
                assertTrue(batches.next());
                assertTrue(batches.next());
                batches.input(0, FloatBuffer.wrap(read));
                batches.target(0, IntBuffer.wrap(label));
                assertFalse(batches.next());
            }
            assertArrayEquals(new float[] {6, 7, 8, 9}, read);
            assertArrayEquals(new int[] {3, 4}, label);
        }
    }

    @Test
    void shuffledBatchesKeepInputAndTargetTogetherAndTakeEachOnce() {
        INDArray labels = Nd4j.arange(7).castTo(DataType.FLOAT);
        int[] seen = new int[7];
        try (Batches batches = numbers(range(7, 3), labels).batches(3, Order.shuffled(1, 0))) {
            while (batches.next()) {
                FloatBuffer x = FloatBuffer.allocate(9);
                FloatBuffer y = FloatBuffer.allocate(3);
                batches.input(0, x);
                batches.target(0, y);
                for (int i = 0; i < batches.size(); i++) {
                    assertEquals(3 * y.get(i), x.get(3 * i));
                    seen[(int) y.get(i)]++;
                }
            }
        }
        assertArrayEquals(new int[] {1, 1, 1, 1, 1, 1, 1}, seen);
    }

    @Test
    void anOrderIsAPermutationThatDependsOnSeedAndEpoch() {
        int[] order = Order.shuffled(7, 0).indices(100);
        assertArrayEquals(order, Order.shuffled(7, 0).indices(100));
        assertFalse(Arrays.equals(order, Order.shuffled(7, 1).indices(100)));
        assertFalse(Arrays.equals(order, Order.shuffled(8, 0).indices(100)));
        assertArrayEquals(
                IntStream.range(0, 100).toArray(), Arrays.stream(order).sorted().toArray());
    }

    @Test
    void theNumbersOfExamplesMustAgree() {
        InputException e = assertThrows(InputException.class, () -> numbers(range(3, 2), range(2, 1)));
        assertEquals(
                "inputs and targets differ in their number of examples (the first axis): input 'x' has 3 (3, 2), target 'y' has 2 (2, 1)",
                e.getMessage());
    }

    @Test
    void theLastExamplesAreForValidation() {
        var split = numbers(range(10, 1), range(10, 1)).split(0.25);
        assertEquals(7, split.training().size());
        assertEquals(7, split.validation().inputArrays().get(0).getInt(0));
    }

    @Test
    void inputsThatDoNotFitAreNamedWithAFix() {
        assertEquals(
                "input 'input' expects (batch, 4), found (4): one example: reshape to (1, 4)",
                refused(range(1, 4).reshape(4)));
        assertEquals(
                "input 'input' expects (batch, 4), found (2, 2, 2): reshape to (2, 4)",
                refused(range(4, 2).reshape(2, 2, 2)));
        INDArray bad = range(2, 4);
        bad.putScalar(1, 2, Float.NaN);
        assertEquals("input 'input' has NaN in example 1, element 2: expected finite numbers", refused(bad));
    }

    private static String refused(INDArray x) {
        return String.valueOf(assertThrows(
                        InputException.class, () -> InputCheck.of(GRAPH, true).inputs(List.of(x)))
                .getMessage());
    }

    @Test
    void labelsAreCheckedForTheLoss() {
        LossFunction sparse = LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
        InputCheck.of(GRAPH, false).target(training(sparse), Nd4j.createFromArray(0, 1, 2));
        assertEquals(
                "target 'dense' has 3 in example 1: expected class indices from 0 to 2",
                refused(sparse, Nd4j.createFromArray(0, 3)));
        assertEquals(
                "target 'dense' expects (batch), found (2, 3): labels are one-hot: use CATEGORICAL_CROSSENTROPY",
                refused(sparse, range(2, 3)));
        assertEquals(
                "target 'dense' expects (batch, 3), found (2): labels are class indices: use SPARSE_CATEGORICAL_CROSSENTROPY",
                refused(LossFunction.CATEGORICAL_CROSSENTROPY, Nd4j.createFromArray(0, 1)));
    }

    private static OutputTraining training(LossFunction loss) {
        return new OutputTraining(GRAPH.outputs().get(0).name(), Losses.of(loss), 1, List.of());
    }

    private static String refused(LossFunction loss, INDArray y) {
        return String.valueOf(assertThrows(
                        InputException.class, () -> InputCheck.of(GRAPH, false).target(training(loss), y))
                .getMessage());
    }

    @Test
    void historyAndEvaluationAreInTheOrderOfKeras() {
        History history = History.of(List.of(
                new History.Epoch(0, Map.of("val_loss", 2.0, "loss", 3.0, "accuracy", 0.5)),
                new History.Epoch(1, Map.of("val_loss", 1.0, "loss", 2.0, "accuracy", 0.6))));
        assertEquals(List.of("accuracy", "loss", "val_loss"), List.copyOf(history.keys()));
        assertEquals(List.of(3.0, 2.0), history.get("loss"));
        assertEquals(1.0, history.last("val_loss"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> history.get("los"));
        assertEquals(
                "the history has no 'los', did you mean 'loss'? It has [accuracy, loss, val_loss]", e.getMessage());
        assertEquals(
                "accuracy: 0.9827 - loss: 5.4100e-04",
                Evaluation.of(new TreeMap<>(Map.of("loss", 0.000541, "accuracy", 0.9827)))
                        .toString());
    }

    @Test
    void progressLooksLikeKeras() {
        Map<String, Double> logs = Map.of("loss", 0.9407, "accuracy", 0.3393);
        assertEquals(
                "Epoch 1/2\n4/4 - 2s - 500ms/step - accuracy: 0.3393 - loss: 0.9407\n", printed(Verbosity.LINES, logs));
        String bar = printed(Verbosity.BAR, logs).replaceAll("\u001b\\[\\d+m", "");
        assertEquals(
                "Epoch 1/2\n\r1/4 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.3393 - loss: 0.9407"
                        + "\r2/4 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.3393 - loss: 0.9407"
                        + "\r3/4 ━━━━━━━━━━━━━━━━━━━━ 0s 500ms/step - accuracy: 0.3393 - loss: 0.9407"
                        + "\r4/4 ━━━━━━━━━━━━━━━━━━━━ 2s 500ms/step - accuracy: 0.3393 - loss: 0.9407\n",
                bar);
        assertEquals("", printed(Verbosity.SILENT, logs));
    }

    private static String printed(Verbosity verbosity, Map<String, Double> logs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = Progress.of(verbosity, new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now[0]);
        progress.begin(0, 2, 4);
        for (int step = 1; step <= 4; step++) {
            now[0] += 500_000_000L;
            progress.step(step, () -> logs);
        }
        progress.end(logs);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fitOptionsThatMakeNoSenseAreRefused() {
        assertEquals(32, Fit.epochs(5).batchSize());
        assertThrows(IllegalArgumentException.class, () -> Fit.epochs(0));
        assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).validationSplit(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Fit.epochs(1).batchSize(0));
    }
}
