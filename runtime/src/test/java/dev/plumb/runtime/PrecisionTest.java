package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers multiply in the precision that was chosen, from the next call on; all that lasts is float32. */
final class PrecisionTest {
    private static final int EXAMPLES = 256;
    private static final int SIZE = 32;
    private static final int CLASSES = 4;

    private final INDArray x = Nd4j.createFromArray(points());
    private final INDArray y = Nd4j.createFromArray(classes());

    /** Clouds around four centres. */
    private static float[][] points() {
        Random random = new Random(5);
        float[][] points = new float[EXAMPLES][SIZE];
        for (int i = 0; i < EXAMPLES; i++) {
            for (int k = 0; k < SIZE; k++) {
                points[i][k] = (float) random.nextGaussian() + (k % CLASSES == i % CLASSES ? 1 : 0);
            }
        }
        return points;
    }

    private static int[] classes() {
        int[] classes = new int[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            classes[i] = i % CLASSES;
        }
        return classes;
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire first = g.apply("first", Layers.dense(64).activation(RELU), g.input("x", SIZE));
        Wire stack = g.apply("stack", Repetition.of(2, Layers.dense(64).activation(RELU)), first);
        return g.output(
                        g.apply("head", Layers.dense(CLASSES).activation(SOFTMAX), stack),
                        LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY,
                        Metric.ACCURACY)
                .build();
    }

    private final Network network = Network.create(graph(), 3);

    @BeforeEach
    void onlyWhereTheProcessorHasIt() {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
    }

    private float[] predicted() {
        return network.predict(List.of(x)).get(0).data().asFloat();
    }

    /** The largest error of a class's probability. */
    private static double difference(float[] expected, float[] actual) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
        }
        return largest;
    }

    @Test
    void aPredictionChangesALittleAndComesBack() {
        float[] before = predicted();
        network.precision(Precision.BF16);
        double difference = difference(before, predicted());
        // Four layers, each with operands that are off by 2^-8 at most.
        assertTrue(difference > 0 && difference < 4 * 2.0 / 256, "it differs by " + difference);
        network.precision(Precision.FLOAT32);
        assertArrayEquals(before, predicted());
    }

    @Test
    void eachLayerByItself() {
        float[] before = predicted();
        network.precision(Precision.BF16);
        float[] all = predicted();
        network.precision(Precision.FLOAT32, "stack/0", "head");
        assertEquals(Set.of("first", "stack/1"), network.layersIn(Precision.BF16));
        assertEquals(Set.of("head", "stack/0"), network.layersIn(Precision.FLOAT32));
        float[] some = predicted();
        assertNotEquals(0, difference(before, some));
        assertNotEquals(0, difference(all, some));
    }

    @Test
    void aPatternThatMatchesNothingIsRefused() {
        assertEquals(
                "model 'Classifier' has no layer 'hed', did you mean 'head'?; its layers are stack, first, stack/0,"
                        + " stack/1, head",
                assertThrows(IllegalArgumentException.class, () -> network.precision(Precision.BF16, "first", "hed"))
                        .getMessage());
        assertEquals(Set.of(), network.layersIn(Precision.BF16));
    }

    @Test
    void trainingConvergesAsInFloat32() {
        double wide = trained(Network.create(graph(), 3)).loss();
        network.precision(Precision.BF16);
        Evaluation narrow = trained(network);
        assertEquals(wide, narrow.loss(), 0.02);
        assertTrue(narrow.get("accuracy") > 0.99, "accuracy " + narrow.get("accuracy"));
    }

    private Evaluation trained(Network model) {
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of(0.003));
        for (int epoch = 0; epoch < 30; epoch++) {
            trainer.trainOnBatch(List.of(x), List.of(y));
        }
        return trainer.testOnBatch(List.of(x), List.of(y));
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        network.precision(Precision.BF16);
        trained(network);
        Network other = Network.create(graph(), 3);
        other.precision(Precision.BF16);
        trained(other);
        network.weights().forEach((path, weight) -> assertEquals(weight, other.weight(path), path));
    }

    @Test
    void aTrainerFollowsFromItsNextStepOn() {
        Network other = Network.create(graph(), 3);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of());
        Trainer<List<INDArray>, List<INDArray>> otherTrainer = other.trainer(Adam.of());
        trainer.trainOnBatch(List.of(x), List.of(y));
        otherTrainer.trainOnBatch(List.of(x), List.of(y));
        assertEquals(other.weights(), network.weights());
        network.precision(Precision.BF16, "stack");
        assertNotEquals(
                otherTrainer.trainOnBatch(List.of(x), List.of(y)).loss(),
                trainer.trainOnBatch(List.of(x), List.of(y)).loss());
        assertNotEquals(other.weights(), network.weights());
    }

    @Test
    void filesHoldFloat32AndNoPrecision(@TempDir Path folder) throws IOException {
        network.save(folder.resolve("wide.plumb"));
        network.precision(Precision.BF16);
        network.save(folder.resolve("narrow.plumb"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("wide.plumb")), Files.readAllBytes(folder.resolve("narrow.plumb")));
        assertEquals(Set.of(), Network.load(folder.resolve("narrow.plumb")).layersIn(Precision.BF16));
    }

    @Test
    void aSessionKeepsWhatHeldWhenItWasMade() {
        float[] expected = network.predict(new float[SIZE]);
        try (Session session = network.session()) {
            network.precision(Precision.BF16);
            session.run();
            float[] numbers = new float[CLASSES];
            session.output("head").get(0, numbers);
            assertArrayEquals(expected, numbers);
        }
    }

    @Test
    void whatTheProcessorLacksIsSaid() {
        Execution execution = new Execution();
        Precisions precisions = new Precisions(
                graph(),
                execution,
                precision -> precision == Precision.FLOAT32
                        ? Optional.empty()
                        : Optional.of("AVX512_BF16, the instructions that multiply bfloat16: it has AVX2"));
        assertEquals(
                "model 'Classifier' cannot compute in Precision.BF16 here: this processor lacks AVX512_BF16, the"
                        + " instructions that multiply bfloat16: it has AVX2. Leave out precision(Precision.BF16): a"
                        + " network computes in Precision.FLOAT32 then",
                assertThrows(UnsupportedOperationException.class, () -> precisions.set(Precision.BF16, "head"))
                        .getMessage());
        assertEquals(LayerPrecisions.NONE, execution.narrow());
        precisions.set(Precision.FLOAT32);
        assertEquals(Set.of("first", "stack/0", "stack/1", "head"), precisions.layersIn(Precision.FLOAT32));
    }

    @Test
    void layersThatShareWeightsGoTogether() {
        GraphBuilder g = GraphBuilder.named("Twins");
        Wire left = g.apply("left", Layers.dense(3), g.input("a", SIZE));
        Wire right = g.applyAgain("right", left, g.input("b", SIZE));
        Graph twins = g.output(g.apply("both", Layers.add(), left, right)).build();
        Network model = Network.create(twins, 1);
        model.precision(Precision.BF16, "right");
        assertEquals(Set.of("left", "right"), model.layersIn(Precision.BF16));
    }
}
