package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole trainings with one thread and with several, where a loss of directions reads a normalization that remembers its last batch only. */
final class TrainingThreadsTest {
    private static final int EXAMPLES = 320;
    private static final int FEATURES = 10;
    private static final int DIRECTIONS = 3;
    private static final int BATCH = 32;
    private static final int EPOCHS = 3;
    private static final int STEPS = EPOCHS * EXAMPLES / BATCH;
    private static final float RATE = 1e-2f;

    /** Of all steps, in each of which the last bits of sums differ. */
    private static final float TOLERANCE = 5e-5f;

    private static Network network(boolean hasBias) {
        DenseLayer before = Layers.dense(16).useBias(hasBias);
        GraphBuilder g = GraphBuilder.named("Directions");
        Wire read = g.apply("read", before, g.input("x", FEATURES));
        Wire normal = g.apply("normal", Layers.batchNormalization().momentum(0), read);
        Wire active = g.apply("active", Layers.activation(ActivationFunction.RELU), normal);
        Wire out = g.apply("out", Layers.dense(DIRECTIONS), active);
        return Network.create(
                g.output(out, Loss.Spec.of(LossFunction.COSINE_SIMILARITY)).build(), 5);
    }

    private static INDArray numbers(long seed, int columns) {
        Random random = new Random(seed);
        float[] numbers = new float[EXAMPLES * columns];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(numbers).reshape(EXAMPLES, columns);
    }

    /** The weights and predictions after a few epochs. */
    private static Map<String, float[]> trained(boolean hasBias, Optimizer optimizer, int threads) {
        Network network = network(hasBias);
        network.threads(threads);
        INDArray x = numbers(1, FEATURES);
        network.trainer(optimizer)
                .fit(
                        Dataset.of(
                                Structure.list(List.of("x")),
                                List.of(x),
                                Structure.list(List.of("out")),
                                List.of(numbers(2, DIRECTIONS))),
                        Fit.epochs(EPOCHS).batchSize(BATCH).shuffle(false).verbose(Verbosity.SILENT));
        Map<String, float[]> found = new TreeMap<>();
        network.weights().forEach((path, weight) -> found.put(path, flat(weight)));
        found.put("predicted", flat(network.predict(List.of(x)).get(0)));
        return found;
    }

    private static float[] flat(INDArray array) {
        return array.reshape(-1).toFloatVector();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void severalThreadsFindWhatOneFinds(int threads) {
        for (Optimizer optimizer : List.of(SGD.of(0.1), Adam.of(RATE))) {
            Map<String, float[]> one = trained(false, optimizer, 1);
            Map<String, float[]> several = trained(false, optimizer, threads);
            assertEquals(one.keySet(), several.keySet());
            one.forEach((path, numbers) -> assertArrayEquals(numbers, several.get(path), TOLERANCE, path));
        }
    }

    /** A normalization takes away what is added to all examples, so the gradient of a bias before it is 0, and what is computed is rounding. */
    @Test
    void theBiasBeforeANormalizationHasNoGradient() {
        Network network = network(true);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1));
        BatchGradients gradients = trainer.gradients(List.of(numbers(1, FEATURES)), List.of(numbers(2, DIRECTIONS)));
        assertTrue(largest(gradients.get("read/kernel")) > 1e-3);
        assertTrue(largest(gradients.get("read/bias")) < 1e-7);
    }

    /** Adam divides by the size of a gradient, so rounding makes steps, which depend on the threads: of that bias alone, and of the mean that has it in it. */
    @Test
    void adamMovesSuchABiasByRoundingAlone() {
        Map<String, float[]> one = trained(true, Adam.of(RATE), 1);
        Map<String, float[]> several = trained(true, Adam.of(RATE), 2);
        one.forEach((path, numbers) -> {
            float tolerance =
                    switch (path) {
                        case "read/bias", "normal/moving_mean" -> STEPS * RATE;
                        case "predicted" -> RATE; // by the moments before the last step
                        default -> TOLERANCE;
                    };
            assertArrayEquals(numbers, several.get(path), tolerance, path);
        });
        // How far a bias with a gradient of 0 has gone.
        assertTrue(largest(Nd4j.create(one.get("read/bias"))) > TOLERANCE);
    }

    private static double largest(INDArray array) {
        double largest = 0;
        for (float number : flat(array)) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }
}
