package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.weights.WeightStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What Java computes of the first predictions has every bit of what oneDNN computes of those that follow. */
final class FirstPredictionsTest {
    private static final Sizes ONE = new Sizes(1, Map.of(), Threads.BY_WORK);

    // The last ones make sums and results with few digits.
    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1e36f, 1e-40f, -Float.MIN_VALUE
    };

    /** What the inputs are like. */
    enum Numbers {
        NORMAL,
        ZERO,
        TINY,
        SPECIAL;

        private float next(Random random) {
            return switch (this) {
                case NORMAL -> (float) random.nextGaussian();
                case ZERO -> random.nextBoolean() ? 0f : -0f;
                case TINY -> (float) random.nextGaussian() * 1e-37f;
                case SPECIAL ->
                    random.nextInt(50) == 0
                            ? FirstPredictionsTest.SPECIAL[random.nextInt(FirstPredictionsTest.SPECIAL.length)]
                            : (float) random.nextGaussian();
            };
        }
    }

    /** Zeros have signs; what is not a number has many bits, of which none is meant. */
    private static int[] bits(PredictPlan plan, float[] example) {
        plan.input(0).put(0, example);
        plan.run();
        float[] numbers = new float[plan.output(0).capacity()];
        plan.output(0).get(0, numbers);
        int[] bits = new int[numbers.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(numbers[i]));
        return bits;
    }

    private static PredictPlan first(Graph graph, WeightStore weights) {
        return KernelPredictPlan.first(PredictProgram.of(graph, ONE), weights, ONE);
    }

    private static Graph line(int inputs, LayerSpec... layers) {
        SequentialBuilder line = SequentialBuilder.named("Line", inputs);
        for (LayerSpec layer : layers) {
            line = line.add(layer);
        }
        return line.build();
    }

    private static WeightStore weights(Graph graph, Random random) {
        WeightStore weights = WeightStore.initialized(graph, random.nextLong());
        for (WeightStore.Entry entry : weights.entries()) {
            if (entry.type().rank() == 1) {
                float[] bias = new float[entry.type().elements()];
                for (int i = 0; i < bias.length; i++) {
                    bias[i] = (float) random.nextGaussian();
                }
                weights.slot(entry.path()).write(bias);
            }
        }
        return weights;
    }

    @Property(tries = 150)
    void theBitsAreThoseOfOneDnn(
            @ForAll @IntRange(min = 1, max = 1024) int inner,
            @ForAll @IntRange(min = 1, max = 600) int columns,
            @ForAll boolean hasBias,
            @ForAll boolean hasRelu,
            @ForAll Numbers numbers,
            @ForAll long seed) {
        Random random = new Random(seed);
        Graph graph = line(
                inner,
                Layers.dense(columns)
                        .useBias(hasBias)
                        .activation(hasRelu ? ActivationFunction.RELU : ActivationFunction.LINEAR));
        WeightStore weights = weights(graph, random);
        float[] example = new float[inner];
        for (int i = 0; i < inner; i++) {
            example[i] = numbers.next(random);
        }
        PredictPlan first = first(graph, weights);
        PredictPlan later = new KernelPredictPlan(graph, weights, ONE);
        assertArrayEquals(bits(later, example), bits(first, example));
        first.close();
        later.close();
    }

    /** Rows end in the midst of lanes, columns in the midst of blocks. */
    @Test
    void atEachEndOfARow() {
        for (int inner = 1000; inner <= 1030; inner++) {
            theBitsAreThoseOfOneDnn(inner, 21 + inner % 60, true, true, Numbers.SPECIAL, inner);
        }
    }

    @Test
    void aWholeNetworkIsComputedInJavaAndSeesWeightsThatChange() {
        assumeOneDnnIsKnown();
        Graph graph = line(
                784,
                Layers.dense(256).activation(ActivationFunction.RELU),
                Layers.dense(128).activation(ActivationFunction.RELU),
                Layers.dense(10).activation(ActivationFunction.SOFTMAX));
        Random random = new Random(5);
        WeightStore weights = weights(graph, random);
        PredictPlan first = first(graph, weights);
        PredictPlan later = new KernelPredictPlan(graph, weights, ONE);
        float[] example = new float[784];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < example.length; i++) {
                example[i] = random.nextFloat();
            }
            assertArrayEquals(bits(later, example), bits(first, example));
            WeightStore.Entry kernel = weights.entries().get(0);
            float[] other = new float[kernel.type().elements()];
            Arrays.fill(other, random.nextFloat() / 100);
            weights.slot(kernel.path()).write(other);
            weights.changed();
        }
        first.close();
        later.close();
    }

    @Test
    void whatJavaHasNoSuchCodeForIsNot() {
        for (LayerSpec layer : new LayerSpec[] {
            Layers.dense(256).activation(ActivationFunction.TANH),
            Layers.dense(256).activation(ActivationFunction.GELU)
        }) {
            assertFalse(isFirst(line(784, layer), ONE), layer.toString());
        }
        assertFalse(isFirst(line(1025, Layers.dense(64)), ONE), "a long row");
        assertFalse(isFirst(line(1024, Layers.dense(2048)), ONE), "a large matrix");
        Graph graph = line(784, Layers.dense(256));
        assertFalse(isFirst(graph, new Sizes(2, Map.of(), Threads.BY_WORK)), "two examples");
        assertFalse(isFirst(graph, new Sizes(1, Map.of(), 2)), "two threads");
        Sizes narrow = new Sizes(
                1,
                Map.of(),
                Threads.BY_WORK,
                Optional.empty(),
                Scoring.STATED,
                LayerPrecisions.ofBfloat16(Set.of("dense")));
        assertFalse(isFirst(graph, narrow), "bfloat16");
    }

    private static boolean isFirst(Graph graph, Sizes sizes) {
        PredictPlan plan =
                KernelPredictPlan.first(PredictProgram.of(graph, sizes), WeightStore.initialized(graph, 1), sizes);
        boolean isFirst = plan.isFirst();
        plan.close();
        return isFirst;
    }

    private static void assumeOneDnnIsKnown() {
        assumeTrue(isFirst(line(784, Layers.dense(256)), ONE), "a processor or environment for which it is not known");
    }
}
