package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Runs;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Window;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * NaN is kept by every function and layer, alone and fused, so that predictions show it and training stops at the step where it appears. What
 * does not depend on it has the bits that it has without it.
 */
final class NotANumberTest {
    private static final int BATCH = 5;
    private static final int FEATURES = 24;

    private static final Sizes SIZES = new Sizes(BATCH, Map.of(), 1);

    /** The example with the NaN. */
    private static final int BAD = 3;

    @ParameterizedTest
    @EnumSource
    void activationsKeepIt(ActivationFunction function) {
        Graph graph = SequentialBuilder.named("Alone", FEATURES)
                .add(Layers.activation(function))
                .build();
        float[] clean = predicted(graph, false);
        float[] found = predicted(graph, true);
        int size = clean.length / BATCH;
        boolean mixes = function == ActivationFunction.SOFTMAX
                || function == ActivationFunction.LOG_SOFTMAX
                || function == ActivationFunction.SPARSEMAX;
        for (int i = 0; i < clean.length; i++) {
            if (i == BAD * size) {
                assertTrue(Float.isNaN(found[i]), function + " at " + i + ": " + found[i]);
            } else if (!mixes || i / size != BAD) {
                assertBits(clean[i], found[i], function + " at " + i);
            }
        }
    }

    /** As in Keras, however many rows there are, along any axis: no share of a sum that is NaN. */
    @Test
    void softmaxMakesAWholeRowOfIt() {
        for (int size : new int[] {3, 16, 40, 150}) {
            for (int bad = 0; bad < size; bad += Math.max(1, size / 10)) {
                for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                    Runs.Array last = Runs.random(bad, 3, size);
                    last.numbers()[size + bad] = number;
                    Runs.Array middle = Runs.random(bad, 2, size, 3);
                    middle.numbers()[3 * bad + 1] = number;
                    for (boolean isLogarithm : new boolean[] {false, true}) {
                        assertRow(isLogarithm, -1, last, i -> i / size == 1);
                        assertRow(isLogarithm, 1, middle, i -> i < 3 * size && i % 3 == 1);
                    }
                }
            }
        }
    }

    private static void assertRow(boolean isLogarithm, int axis, Runs.Array operand, IntPredicate isNaN) {
        float[] found =
                Runs.run(v -> isLogarithm ? v.get(0).logSoftmax(axis) : v.get(0).softmax(axis), operand);
        for (int i = 0; i < found.length; i++) {
            assertEquals(isNaN.test(i), Float.isNaN(found[i]), "at " + i + ": " + Arrays.toString(found));
        }
    }

    /** Shares of 0 before and beside a NaN are no sign of a sound row, and rows of few large numbers are. */
    @Test
    void softmaxOfNumbersThatAreFarApartHasShares() {
        float[] numbers = new float[200];
        Arrays.fill(numbers, -1e4f);
        numbers[99] = 3;
        numbers[199] = -2;
        float[] shares = Runs.run(v -> v.get(0).softmax(-1), Runs.array(List.of(2, 100), numbers));
        for (int i = 0; i < shares.length; i++) {
            assertEquals(i % 100 == 99 ? 1 : 0, shares[i]);
        }
        numbers[100] = Float.NEGATIVE_INFINITY;
        numbers[150] = Float.NaN;
        float[] found = Runs.run(v -> v.get(0).softmax(-1), Runs.array(List.of(2, 100), numbers));
        for (int i = 0; i < found.length; i++) {
            assertBits(i < 100 ? shares[i] : Float.NaN, found[i], "at " + i);
        }
    }

    /** A step that looks at it is NaN, also where its shares are not made NaN as a row: in an op of its own, and in short sequences. */
    @Test
    void anAttentionToItIsNaN() {
        for (int steps : new int[] {6, 140}) {
            GraphBuilder g = GraphBuilder.named("Attention");
            Wire x = g.input("x", steps, 8);
            assertExample(g.output(g.apply("read", Layers.multiHeadAttention(2, 4), x, x))
                    .build());
        }
    }

    @ParameterizedTest
    @EnumSource
    void fusedIntoAProductToo(ActivationFunction function) {
        assertExample(SequentialBuilder.named("Product", FEATURES)
                .add(Layers.dense(32).activation(function))
                .build());
    }

    @ParameterizedTest
    @EnumSource
    void fusedIntoAConvolutionToo(ActivationFunction function) {
        assertExample(SequentialBuilder.named("Filter", 4, 6)
                .add(Layers.conv1D(16, 4).activation(function))
                .build());
        assertExample(SequentialBuilder.named("Filter", 2, 3, 4)
                .add(Layers.conv2D(16, 2, 3).activation(function))
                .build());
    }

    @Test
    void afterANormalizationAndASumToo() {
        GraphBuilder g = GraphBuilder.named("Sum");
        Wire x = g.input("x", FEATURES);
        Wire one = g.apply("one", Layers.dense(32), x);
        Wire two = g.apply("two", Layers.dense(32), x);
        Wire sum = g.apply("sum", Layers.add(), one, two);
        Wire first = g.apply("first", Layers.activation(ActivationFunction.RELU), sum);
        Wire normal = g.apply("normal", Layers.layerNormalization(), first);
        Wire last = g.apply("last", Layers.activation(ActivationFunction.HARD_TANH), normal);
        assertExample(g.output(last).build());
    }

    static Stream<LayerSpec> layers() {
        return Stream.of(Layers.leakyReLU(), Layers.pReLU());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layersOfActivationsKeepIt(LayerSpec layer) {
        Graph graph = SequentialBuilder.named("Layer", FEATURES).add(layer).build();
        assertTrue(Float.isNaN(predicted(graph, true)[BAD * FEATURES]), layer.layerName());
    }

    /** The loss is NaN, and so are the gradients of what the example went through. */
    @ParameterizedTest
    @EnumSource
    void lossAndGradientsKeepIt(ActivationFunction function) {
        Graph graph = trained(LossFunction.MEAN_SQUARED_ERROR, Layers.dense(32).activation(function), Layers.dense(1));
        assertStepIsNaN(graph, "dense/kernel");
    }

    @ParameterizedTest
    @EnumSource
    void lossesKeepIt(LossFunction loss) {
        ActivationFunction last =
                switch (loss) {
                    case BINARY_CROSSENTROPY, BINARY_FOCAL_CROSSENTROPY, DICE, TVERSKY -> ActivationFunction.SIGMOID;
                    case CATEGORICAL_CROSSENTROPY,
                            SPARSE_CATEGORICAL_CROSSENTROPY,
                            CATEGORICAL_FOCAL_CROSSENTROPY,
                            CATEGORICAL_GENERALIZED_CROSS_ENTROPY,
                            KL_DIVERGENCE -> ActivationFunction.SOFTMAX;
                    case POISSON -> ActivationFunction.EXPONENTIAL;
                    default -> ActivationFunction.LINEAR;
                };
        LayerSpec hidden = Layers.dense(32).activation(ActivationFunction.RELU);
        LayerSpec output = Layers.dense(2).activation(last);
        assertStepIsNaN(
                loss == LossFunction.CTC
                        ? trained(loss, hidden, Layers.reshape(4, 8), output)
                        : trained(loss, hidden, output),
                "dense/kernel");
    }

    @Test
    void poolingKeepsItForwardAndBackward() {
        GraphBuilder g = GraphBuilder.named("Pooled");
        Wire x = g.input("x", 8, 8, 3);
        Wire filter = g.apply("filter", Layers.conv2D(8, 3).activation(ActivationFunction.RELU), x);
        Wire pooled = g.apply("pooled", Layers.maxPooling2D().poolSize(2), filter);
        Wire flat = g.apply("flat", Layers.flatten(), pooled);
        Wire y = g.apply("y", Layers.dense(1), flat);
        Graph graph = g.output(y, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
        assertExample(graph);
        assertStepIsNaN(graph, "filter/kernel");
    }

    static Stream<LayerSpec> poolings() {
        return Stream.of(
                Layers.maxPooling2D().poolSize(2),
                Layers.maxPooling2D().poolSize(3).strides(1),
                Layers.maxPooling2D().poolSize(3).strides(2).padding(Padding.SAME),
                Layers.globalMaxPooling2D(),
                Layers.averagePooling2D(2));
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void aPoolingOfAnExampleKeepsIt(LayerSpec pooling) {
        Graph graph = SequentialBuilder.named("Pooling", 7, 7, 2).add(pooling).build();
        float[] clean = predicted(graph, false);
        float[] found = predicted(graph, true);
        int size = clean.length / BATCH;
        for (int i = 0; i < clean.length; i++) {
            // The NaN is in the first corner of the first channel.
            if (i == BAD * size) {
                assertTrue(Float.isNaN(found[i]), pooling.layerName());
            } else {
                assertBits(clean[i], found[i], pooling.layerName() + " at " + i);
            }
        }
    }

    /** In any number of axes the windows with a NaN are NaN, and no others. */
    @ParameterizedTest
    @MethodSource("windows")
    void theWindowsWithItAreNaN(Pooling op, List<Integer> shape) {
        Random random = new Random(4);
        Runs.Array clean = Runs.random(4, shape.toArray(Integer[]::new));
        float[] bad = clean.numbers().clone();
        float[] marks = new float[bad.length];
        for (int k = 0; k < 6; k++) {
            int place = random.nextInt(bad.length);
            bad[place] = Float.NaN;
            marks[place] = 1;
        }
        bad[0] = Float.POSITIVE_INFINITY;
        clean.numbers()[0] = Float.POSITIVE_INFINITY;
        Function<List<Var>, Var> pool = v -> v.get(0).apply(op);
        float[] expected = Runs.run(pool, clean);
        float[] touched = Runs.run(pool, Runs.array(shape, marks));
        float[] found = Runs.run(pool, Runs.array(shape, bad));
        for (int i = 0; i < found.length; i++) {
            assertBits(touched[i] > 0 ? Float.NaN : expected[i], found[i], op + " at " + i);
        }
        float[] all = new float[bad.length];
        Arrays.fill(all, Float.NaN);
        for (float value : Runs.run(pool, Runs.array(shape, all))) {
            assertTrue(Float.isNaN(value));
        }
    }

    static Stream<Arguments> windows() {
        return Stream.of(
                Arguments.of(new Pooling(Pooling.Kind.MAX, List.of(2), window(1, 2, 0, 0)), List.of(3, 9, 5)),
                Arguments.of(new Pooling(Pooling.Kind.MAX, List.of(3, 3), window(2, 2, 1, 1)), List.of(2, 9, 8, 17)),
                Arguments.of(new Pooling(Pooling.Kind.MAX, List.of(3, 3), window(2, 1, 0, 2)), List.of(2, 9, 8, 3)),
                Arguments.of(
                        new Pooling(Pooling.Kind.MAX, List.of(2, 2, 2), window(3, 2, 1, 0)), List.of(2, 4, 5, 6, 4)));
    }

    private static Window window(int rank, int stride, int before, int after) {
        return new Window(
                Collections.nCopies(rank, stride),
                Collections.nCopies(rank, 1),
                Collections.nCopies(rank, before),
                Collections.nCopies(rank, after));
    }

    /** Whichever operand has it; infinities and both zeros are what they were. */
    @Test
    void pairsAndFunctionsKeepItAndNothingElseChanges() {
        float n = Float.NaN;
        float inf = Float.POSITIVE_INFINITY;
        Runs.Array a = Runs.array(List.of(10), n, 1, n, inf, -inf, 0, 7, -7, 3e38f, -1e-30f);
        Runs.Array b = Runs.array(List.of(10), 2, n, n, 1, 1, -1, 1, 1, 1, -1);
        assertNumbers(Runs.run(v -> v.get(0).maximum(v.get(1)), a, b), n, n, n, inf, 1, 0, 7, 1, 3e38f, -1e-30f);
        assertNumbers(Runs.run(v -> v.get(0).minimum(v.get(1)), a, b), n, n, n, 1, -inf, -1, 1, -7, 1, -1);
        assertNumbers(Runs.run(v -> v.get(0).maximum(0), a), n, 1, n, inf, 0, 0, 7, 0, 3e38f, 0);
        assertNumbers(Runs.run(v -> v.get(0).relu(), a), n, 1, n, inf, 0, 0, 7, 0, 3e38f, 0);
        // Minus infinity before a ReLU that is fused is the only other thing that becomes NaN.
        assertNumbers(Runs.run(v -> v.get(0).linear(1, 0).relu(), a), n, 1, n, inf, n, 0, 7, 0, 3e38f, 0);
        assertNumbers(Runs.run(v -> v.get(0).clip(0, 6), a), n, 1, n, 6, 0, 0, 6, 0, 6, 0);
        assertNumbers(Runs.run(v -> v.get(0).clip(-1, 1), a), n, 1, n, 1, -1, 0, 1, -1, 1, -1e-30f);
        assertNumbers(Runs.run(v -> v.get(0).clip(-1, 1).plus(v.get(1)), a, b), n, n, n, 2, 0, -1, 2, 0, 2, -1);
        assertNumbers(
                Runs.run(v -> v.get(0).apply(new Elementwise(ElementFunction.HARDSIGMOID, 0.5f, 0.5f)), a),
                n,
                1,
                n,
                1,
                0,
                0.5f,
                1,
                0,
                1,
                0.5f);
        assertNumbers(Runs.run(v -> v.get(0).exp(), Runs.array(List.of(4), n, inf, -inf, 0)), n, inf, 0, 1);
    }

    private static void assertNumbers(float[] found, float... expected) {
        assertEquals(expected.length, found.length);
        for (int i = 0; i < found.length; i++) {
            assertBits(expected[i], found[i], "at " + i + " of " + Arrays.toString(found));
        }
    }

    private static void assertBits(float expected, float found, String what) {
        assertEquals(
                Float.floatToIntBits(expected),
                Float.floatToIntBits(found),
                () -> what + ": " + expected + ", found " + found);
    }

    private static Graph trained(LossFunction loss, LayerSpec... layers) {
        SequentialBuilder g = SequentialBuilder.named("Trained", FEATURES);
        for (LayerSpec layer : layers) {
            g = g.add(layer);
        }
        return g.build(loss);
    }

    /** All of the outputs of the bad example are NaN, and no other. */
    private static void assertExample(Graph graph) {
        float[] clean = predicted(graph, false);
        float[] found = predicted(graph, true);
        int size = clean.length / BATCH;
        for (int i = 0; i < clean.length; i++) {
            assertBits(i / size == BAD ? Float.NaN : clean[i], found[i], graph.name() + " at " + i);
        }
    }

    private static float[] predicted(Graph graph, boolean bad) {
        PredictPlan plan = new KernelPredictPlan(graph, WeightStore.initialized(graph, 3), SIZES);
        fill(plan.input(0), bad);
        plan.run();
        float[] values = new float[plan.output(0).capacity()];
        plan.output(0).get(0, values);
        return values;
    }

    private static void fill(FloatBuffer input, boolean bad) {
        Random random = new Random(2);
        for (int i = 0; i < input.capacity(); i++) {
            input.put(i, (float) random.nextGaussian());
        }
        if (bad) {
            input.put(BAD * input.capacity() / BATCH, Float.NaN);
        }
    }

    private static void assertStepIsNaN(Graph graph, String path) {
        WeightStore weights = WeightStore.initialized(graph, 3);
        Storage gradients = Storage.ofFloats(weights.trainableElements());
        StepPlan step = StepPlan.training(graph, GalleryPrograms.outputs(graph), weights, gradients, SIZES);
        fill(step.inputs().input(0), true);
        for (int i = 0; i < step.inputs().targetInts(0).capacity(); i++) {
            if (step.inputs().isSparse(0)) {
                step.inputs().targetInts(0).put(i, 1);
            } else {
                step.inputs().target(0).put(i, 1);
            }
        }
        step.run(1);
        assertTrue(Float.isNaN(step.loss()), "loss " + step.loss());
        WeightStore.Entry entry = weights.entry(path);
        FloatBuffer gradient = gradients.floats(entry.flatBytes(), entry.type().elements());
        boolean found = false;
        for (int i = 0; i < gradient.capacity(); i++) {
            found |= Float.isNaN(gradient.get(i));
        }
        assertTrue(found, "gradient of " + path);
    }
}
