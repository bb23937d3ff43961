package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.Agreement;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.weights.WeightStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * An example has one prediction, also where numbers in it are NaN, infinite or so small that they have few digits: alone or among others, whatever these are. Of other
 * numbers the last bits may differ, for a product of one row is summed up in another order than one of many.
 */
final class AloneAndInABatchTest {
    private static final int STEPS = 8;
    private static final int FEATURES = 10;
    private static final int EXAMPLE = STEPS * FEATURES;

    // The largest leaves room for sums: beyond the numbers that there are, the order of a sum decides.
    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-40f, -Float.MIN_VALUE, -0f, 1e36f
    };

    /** What a model is made of, by the activation of it or behind it. */
    enum Form {
        SMALL_PRODUCT,
        LARGE_PRODUCT,
        PRODUCTS,
        FUNCTION,
        FILTER,
        IMAGE,
        SEPARABLE,
        NORMALIZED,
        SHIFTED,
        POOLED,
        AVERAGED,
        GATED,
        RECURRENT;

        private Graph graph(ActivationFunction function) {
            return switch (this) {
                case SMALL_PRODUCT -> line(Layers.flatten(), Layers.dense(12).activation(function));
                case LARGE_PRODUCT -> line(Layers.flatten(), Layers.dense(300).activation(function));
                case PRODUCTS ->
                    line(
                            Layers.flatten(),
                            Layers.dense(32).activation(function),
                            Layers.dense(6).activation(function));
                case FUNCTION -> line(Layers.activation(function));
                case FILTER -> line(Layers.conv1D(16, 3).activation(function));
                case IMAGE -> line(Layers.reshape(4, 4, 5), Layers.conv2D(8, 3).activation(function));
                case SEPARABLE -> line(Layers.separableConv1D(8, 3).activation(function));
                case NORMALIZED -> line(Layers.layerNormalization(), Layers.activation(function));
                case SHIFTED -> line(Layers.conv1D(16, 3), Layers.batchNormalization(), Layers.activation(function));
                case POOLED -> line(Layers.maxPooling1D(), Layers.dense(16).activation(function));
                case AVERAGED ->
                    line(Layers.globalAveragePooling1D(), Layers.dense(16).activation(function));
                case GATED -> line(Layers.gru(8), Layers.dense(6).activation(function));
                case RECURRENT -> line(Layers.simpleRNN(8), Layers.activation(function));
            };
        }

        private static Graph line(LayerSpec... layers) {
            SequentialBuilder line = SequentialBuilder.named("Line", STEPS, FEATURES);
            for (LayerSpec layer : layers) {
                line = line.add(layer);
            }
            return line.build();
        }
    }

    @Property(tries = 200)
    void anExampleHasOnePrediction(
            @ForAll Form form,
            @ForAll ActivationFunction function,
            @ForAll @IntRange(min = 2, max = 64) int batch,
            @ForAll @IntRange(min = 1, max = 3) int specials,
            @ForAll long seed) {
        assertOnePrediction(form, function, batch, specials, seed);
    }

    /** Where plain Java, oneDNN for one row and oneDNN for many compute in turn. */
    @Test
    void whateverComputesIt() {
        for (ActivationFunction function :
                List.of(ActivationFunction.RELU, ActivationFunction.SIGMOID, ActivationFunction.SOFTMAX)) {
            for (int batch = 2; batch <= 64; batch++) {
                assertOnePrediction(Form.SMALL_PRODUCT, function, batch, 1, batch);
                assertOnePrediction(Form.LARGE_PRODUCT, function, batch, 1, batch);
            }
        }
    }

    private static void assertOnePrediction(
            Form form, ActivationFunction function, int batch, int specials, long seed) {
        Graph graph = form.graph(function);
        WeightStore weights = WeightStore.initialized(graph, seed);
        Random random = new Random(seed);
        float[][] examples = numbers(batch, random);
        int place = random.nextInt(batch);
        for (int k = 0; k < specials; k++) {
            examples[place][random.nextInt(EXAMPLE)] = SPECIAL[random.nextInt(SPECIAL.length)];
            examples[random.nextInt(batch)][random.nextInt(EXAMPLE)] = SPECIAL[random.nextInt(SPECIAL.length)];
        }
        float[] alone = predicted(graph, weights, new float[][] {examples[place]}, 0);
        float[] among = predicted(graph, weights, examples, place);
        for (int i = 0; i < alone.length; i++) {
            assertSame(function, alone[i], among[i], form + " " + function + " of " + batch + " at " + i);
        }
        float[][] others = numbers(batch, random);
        others[place] = examples[place];
        assertTrue(Arrays.equals(among, predicted(graph, weights, others, place)), form + " " + function);
    }

    private static void assertSame(ActivationFunction function, float alone, float among, String what) {
        if (function == ActivationFunction.GELU && !Float.isFinite(alone)) {
            // oneDNN has no number for GELU of infinity with AVX-512, and has one with AVX2, which it takes for one
            // row.
            assertFalse(Float.isFinite(among), what);
        } else if (Float.isFinite(alone)) {
            Agreement.assertAgrees(alone, among, what);
        } else {
            assertEquals(alone, among, what);
        }
    }

    private static float[][] numbers(int batch, Random random) {
        float[][] examples = new float[batch][EXAMPLE];
        for (float[] example : examples) {
            for (int i = 0; i < EXAMPLE; i++) {
                example[i] = (float) random.nextGaussian();
            }
        }
        return examples;
    }

    private static float[] predicted(Graph graph, WeightStore weights, float[][] examples, int place) {
        PredictPlan plan = new KernelPredictPlan(graph, weights, new Sizes(examples.length, Map.of(), 1));
        for (int i = 0; i < examples.length; i++) {
            plan.input(0).put(i * EXAMPLE, examples[i]);
        }
        plan.run();
        float[] output = new float[plan.output(0).capacity() / examples.length];
        plan.output(0).get(place * output.length, output);
        plan.close();
        return output;
    }
}
