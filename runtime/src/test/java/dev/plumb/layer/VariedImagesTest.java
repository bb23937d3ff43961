package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers draw that choose among others. What is done with it is compared with Keras. */
final class VariedImagesTest {
    private static final int MANY = 20_000;

    /** Numbers that a layer draws in a training step. */
    private static float[] drawn(int count, long seed, Function<LayerContext, Var> draw) {
        LayerCode code =
                (context, in) -> in.get(0).times(0).plus(draw.apply(context).reshape(1, count));
        Network network = Network.create(
                SequentialBuilder.named("Drawn", count)
                        .add(CodeBuilder.named("demo.Drawn")
                                .signature("(d) -> (d)")
                                .code(values -> code)
                                .with(Map.of()))
                        .build(),
                1);
        return network.predict(List.of(Nd4j.zeros(DataType.FLOAT, 1, count)), Phase.TRAINING, seed)
                .get(0)
                .dup('c')
                .ravel()
                .toFloatVector();
    }

    /** Each share has the mean 1 / n and the variance (n - 1) / (n² (n alpha + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.7, 1, 3, 50})
    void sharesAreOfADirichletDistribution(double alpha) {
        // One draw of n shares is a fraction of n gamma distributed numbers: pairs of them are so many draws of two.
        float[] numbers = drawn(MANY, 3, context -> Draws.shares(context, alpha, MANY));
        double mean = 0.5;
        double variance = 1 / (4 * (2 * alpha + 1));
        double sum = 0;
        double squares = 0;
        double all = 0;
        int pairs = 0;
        for (int i = 0; i < MANY; i++) {
            all += numbers[i];
            assertTrue(numbers[i] >= 0);
        }
        assertEquals(1, all, 1e-3);
        for (int i = 0; i + 1 < MANY; i += 2) {
            double both = (double) numbers[i] + numbers[i + 1];
            if (both > 0) {
                double share = numbers[i] / both;
                sum += share;
                squares += (share - mean) * (share - mean);
                pairs++;
            }
        }
        assertTrue(pairs > MANY / 4, () -> "too many are too small for a float");
        assertEquals(mean, sum / pairs, 5 * Math.sqrt(variance / pairs));
        if (pairs == MANY / 2) {
            double fourth = 3 * variance * variance * (2 * alpha + 1) / (2 * alpha + 3);
            assertEquals(variance, squares / pairs, 5 * Math.sqrt((fourth - variance * variance) / pairs));
        }
    }

    @Test
    void eachChoiceIsEquallyLikely() {
        float[] choices = drawn(MANY, 3, context -> Draws.choices(context, 11, MANY));
        int[] counts = new int[11];
        for (float choice : choices) {
            counts[(int) choice]++;
        }
        // Ten degrees of freedom: 29.6 is exceeded once in a thousand seeds.
        double expected = MANY / 11.0;
        assertTrue(
                Arrays.stream(counts)
                                .mapToDouble(count -> Math.pow(count - expected, 2) / expected)
                                .sum()
                        < 29.6,
                () -> Arrays.toString(counts));
    }

    static List<LayerSpec> layers() {
        return List.of(Layers.randAugment(), Layers.augMix());
    }

    private static INDArray images(int batch) {
        Nd4j.getRandom().setSeed(7);
        return Nd4j.rand(DataType.FLOAT, batch, 8, 9, 3).mul(255);
    }

    private static Network network(LayerSpec layer) {
        return Network.create(
                SequentialBuilder.named("Varied", Shape.of(8, 9, 3), DType.FLOAT32)
                        .add(layer)
                        .build(),
                1);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void eachStepChoosesAnewAndInferenceDoesNot(LayerSpec layer) {
        Network network = network(layer);
        INDArray images = images(3);
        Set<String> different = new TreeSet<>();
        for (long seed = 0; seed < 40; seed++) {
            INDArray made =
                    network.predict(List.of(images), Phase.TRAINING, seed).get(0);
            assertEquals(
                    made, network.predict(List.of(images), Phase.TRAINING, seed).get(0), "the same seed");
            assertTrue(made.minNumber().floatValue() >= 0 && made.maxNumber().floatValue() <= 255);
            different.add(made.toString());
        }
        assertTrue(different.size() > 30, () -> "only " + different.size() + " different batches");
        assertEquals(
                images, network.predict(List.of(images), Phase.INFERENCE, 1).get(0));
    }

    /** A batch of equal images: where one is moved, each is by another amount. */
    @Test
    void imagesOfABatchHaveAmountsOfTheirOwn() {
        Network network = network(Layers.randAugment().numOps(1));
        INDArray image = images(1);
        INDArray images = Nd4j.concat(0, image, image);
        int different = 0;
        for (long seed = 0; seed < 40; seed++) {
            INDArray made =
                    network.predict(List.of(images), Phase.TRAINING, seed).get(0);
            different += made.slice(0).equals(made.slice(1)) ? 0 : 1;
        }
        assertTrue(different > 15 && different < 40, "of those that are chosen, most draw amounts: " + different);
    }
}
