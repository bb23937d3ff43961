package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.compile.Execution;
import dev.plumb.compile.LayerPrecisions;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Wide layers predict in whole numbers of 8 bits, whichever way they are asked; nothing is trained so. */
final class Int8Test {
    private static final int SIZE = 512;
    private static final int CLASSES = 4;

    private final float[][] examples = examples();
    private final Network network = Network.create(graph(), 3);

    private static float[][] examples() {
        Random random = new Random(5);
        float[][] examples = new float[32][SIZE];
        for (float[] example : examples) {
            for (int i = 0; i < SIZE; i++) {
                example[i] = (float) random.nextGaussian();
            }
        }
        return examples;
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Wide");
        Wire first = g.apply("first", Layers.dense(512).activation(RELU), g.input("x", SIZE));
        Wire second = g.apply("second", Layers.dense(512).activation(RELU), first);
        return g.output(
                        g.apply("head", Layers.dense(CLASSES).activation(SOFTMAX), second),
                        LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY,
                        Metric.ACCURACY)
                .build();
    }

    @BeforeEach
    void onlyWhereTheProcessorHasIt() {
        assumeTrue(Processor.lackForInt8().isEmpty());
    }

    @Test
    void aPredictionChangesALittleAndComesBack() {
        float[] before = network.predict(examples[0]);
        network.precision(Precision.INT8);
        assertEquals(Set.of("first", "second", "head"), network.layersIn(Precision.INT8));
        float[] changed = network.predict(examples[0]);
        assertFalse(Arrays.equals(before, changed));
        assertArrayEquals(before, changed, 0.02f);
        network.precision(Precision.BF16, "first");
        assertEquals(Set.of("second", "head"), network.layersIn(Precision.INT8));
        network.precision(Precision.FLOAT32);
        assertArrayEquals(before, network.predict(examples[0]));
    }

    @Test
    void allWaysToPredictGiveTheSame() {
        network.precision(Precision.INT8);
        float[][] together = network.predict(examples);
        INDArray arrays =
                network.predict(List.of(Nd4j.createFromArray(examples))).get(0);
        try (Session session = network.session()) {
            for (int i = 0; i < examples.length; i++) {
                // The small layer behind is float32, and its sums have an order.
                assertArrayEquals(together[i], network.predict(examples[i]), 1e-6f);
                assertArrayEquals(together[i], arrays.getRow(i).toFloatVector(), 1e-6f);
                session.input("x").put(0, examples[i]);
                session.run();
                float[] found = new float[CLASSES];
                session.output("head").get(0, found);
                assertArrayEquals(together[i], found, 1e-6f);
            }
        }
    }

    @Test
    void theWeightsOfTodayAreRounded() {
        network.precision(Precision.INT8);
        network.predict(examples[0]);
        Network other = Network.create(graph(), 8);
        other.weights().forEach(network::setWeight);
        other.precision(Precision.INT8);
        assertArrayEquals(other.predict(examples[0]), network.predict(examples[0]));
    }

    @Test
    void trainingIsRefusedAndEvaluationIsNot() {
        List<INDArray> x = List.of(Nd4j.createFromArray(examples));
        List<INDArray> y = List.of(Nd4j.createFromArray(new int[examples.length]));
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of());
        Evaluation wide = trainer.testOnBatch(x, y);
        network.precision(Precision.INT8, "first", "second");
        Evaluation narrow = trainer.testOnBatch(x, y);
        assertTrue(wide.loss() != narrow.loss(), "as in float32");
        assertEquals(wide.loss(), narrow.loss(), 0.02);
        assertEquals(
                "model 'Wide' cannot be trained in Precision.INT8, in which are first, second: rounded to 8 bits,"
                        + " weights do not change by small steps, so there is no gradient. Train with"
                        + " precision(Precision.FLOAT32) or precision(Precision.BF16), and predict with"
                        + " precision(Precision.INT8)",
                assertThrows(UnsupportedOperationException.class, () -> trainer.trainOnBatch(x, y))
                        .getMessage());
        network.precision(Precision.FLOAT32);
        trainer.trainOnBatch(x, y);
    }

    @Test
    void filesHoldFloat32AndNoPrecision(@TempDir Path folder) throws IOException {
        network.save(folder.resolve("wide.plumb"));
        network.precision(Precision.INT8);
        network.save(folder.resolve("narrow.plumb"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("wide.plumb")), Files.readAllBytes(folder.resolve("narrow.plumb")));
        assertEquals(Set.of(), Network.load(folder.resolve("narrow.plumb")).layersIn(Precision.INT8));
    }

    @Test
    void whatTheProcessorLacksIsSaid() {
        Execution execution = new Execution();
        Precisions precisions = new Precisions(graph(), execution, precision -> Optional.of("VNNI: it has AVX2"));
        assertEquals(
                "model 'Wide' cannot compute in Precision.INT8 here: this processor lacks VNNI: it has AVX2. Leave out"
                        + " precision(Precision.INT8): a network computes in Precision.FLOAT32 then",
                assertThrows(UnsupportedOperationException.class, () -> precisions.set(Precision.INT8, "head"))
                        .getMessage());
        assertEquals(LayerPrecisions.NONE, execution.narrow());
    }

    @Test
    void aDecoderGivesWhatThePredictionOfTheWholeGives() {
        Graph steps = SequentialBuilder.named("Steps", 6, SIZE)
                .add(Layers.dense(SIZE).activation(RELU))
                .add(Layers.gru(8).returnSequences(true))
                .add(Layers.dense(3))
                .build();
        Network model = Network.create(steps, 1);
        model.precision(Precision.INT8);
        float[][][] sequence = {Arrays.copyOf(examples, 6)};
        INDArray whole = model.predict(List.of(Nd4j.createFromArray(sequence))).get(0);
        try (DecodingSession session = model.decodingSession(6)) {
            float[] found = new float[3];
            for (int step = 0; step < 6; step++) {
                session.input("input").put(0, examples[step]);
                session.run();
                session.output("dense_1").get(0, found);
                for (int i = 0; i < 3; i++) {
                    assertEquals(whole.getFloat(0, step, i), found[i], 1e-5f, "step " + step);
                }
            }
        }
    }
}
