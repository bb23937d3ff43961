package dev.plumb.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Runs.Array;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.AllGather;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.SortLast;
import dev.plumb.ops.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each op against plain loops in double precision. */
class OpValueTest {

    @TestFactory
    Stream<DynamicTest> elementFunctionsFollowTheirFormula() {
        return Arrays.stream(ElementFunction.values()).map(function -> {
            float a = 0.4f;
            float b = 0.7f;
            DoubleUnaryOperator formula =
                    switch (function) {
                        case RELU -> x -> x > 0 ? x : a * x;
                        case TANH -> Math::tanh;
                        case LOGISTIC -> x -> 1 / (1 + Math.exp(-x));
                        case ELU -> x -> x > 0 ? x : a * Math.expm1(x);
                        case EXP -> Math::exp;
                        case SQRT -> Math::sqrt;
                        case CLIP -> x -> Math.min(Math.max(x, a), b);
                        case LOG -> Math::log;
                        case SQUARE -> x -> x * x;
                        case ABS -> Math::abs;
                        case LINEAR -> x -> a * x + b;
                        case GELU_ERF -> x -> x * normal(x);
                        case GELU_TANH ->
                            x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
                        case SWISH -> x -> x / (1 + Math.exp(-a * x));
                        case MISH -> x -> x * Math.tanh(Math.log1p(Math.exp(x)));
                        case HARDSWISH -> x -> x * Math.min(Math.max(a * x + b, 0), 1);
                        case HARDSIGMOID -> x -> Math.min(Math.max(a * x + b, 0), 1);
                        case SOFT_RELU -> x -> Math.log1p(Math.exp(a * x)) / a;
                        case POW -> x -> a * Math.pow(x, b);
                        case SIGN -> Math::signum;
                        case FLOOR -> Math::floor;
                        case ROUND -> Math::rint;
                        case SIN -> Math::sin;
                        case COS -> Math::cos;
                        case ERF -> x -> 2 * normal(x * Math.sqrt(2)) - 1;
                        case LOG1P -> Math::log1p;
                        case EXPM1 -> Math::expm1;
                    };
            boolean positive = function == ElementFunction.SQRT
                    || function == ElementFunction.LOG
                    || function == ElementFunction.LOG1P
                    || function == ElementFunction.POW;
            Array x = positive ? Runs.positive(3, 5, 7) : Runs.random(3, 5, 7);
            for (int index = 0; index < x.numbers().length; index++) {
                x.numbers()[index] *= 3;
            }
            float[] expected = new float[35];
            for (int index = 0; index < 35; index++) {
                expected[index] = (float) formula.applyAsDouble(x.numbers()[index]);
            }
            return DynamicTest.dynamicTest(
                    function.name(),
                    () -> assertArrayEquals(
                            expected, Runs.run(v -> v.get(0).apply(new Elementwise(function, a, b)), x), 2e-5f));
        });
    }

    /** Normal distribution by its series; exact enough for |x| < 4. */
    private static double normal(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / (2 * n);
            sum += term / (2 * n + 1);
        }
        return 0.5 + sum / Math.sqrt(2 * Math.PI);
    }

    @TestFactory
    Stream<DynamicTest> binaryFunctionsBroadcastLikeNumPy() {
        return Arrays.stream(BinaryFunction.values()).flatMap(function -> Stream.of(
                        List.of(Runs.random(1, 2, 3, 4), Runs.random(2, 2, 3, 4)),
                        List.of(Runs.random(1, 2, 3, 4), Runs.random(2, 4)),
                        List.of(Runs.random(1, 3, 1), Runs.random(2, 2, 3, 4)),
                        List.of(Runs.random(1, 2, 1, 4), Runs.random(2, 3, 1)),
                        List.of(Runs.random(1), Runs.random(2, 2, 3)),
                        List.of(Runs.random(1, 2, 1, 3), Runs.random(1, 1, 3)),
                        List.of(Runs.random(1), Runs.random(2)))
                .map(operands -> DynamicTest.dynamicTest(
                        function + " " + operands.get(0).type()
                                + operands.get(1).type(),
                        () -> checkBinary(function, operands.get(0), operands.get(1)))));
    }

    private static void checkBinary(BinaryFunction function, Array left, Array right) {
        DoubleBinaryOperator formula =
                switch (function) {
                    case ADD -> Double::sum;
                    case SUBTRACT -> (a, b) -> a - b;
                    case MULTIPLY -> (a, b) -> a * b;
                    case DIVIDE -> (a, b) -> a / b;
                    case MAXIMUM -> Math::max;
                    case MINIMUM -> Math::min;
                    case GREATER -> (a, b) -> a > b ? 1 : 0;
                    case GREATER_OR_EQUAL -> (a, b) -> a >= b ? 1 : 0;
                    case LESS -> (a, b) -> a < b ? 1 : 0;
                    case LESS_OR_EQUAL -> (a, b) -> a <= b ? 1 : 0;
                    case EQUAL -> (a, b) -> a == b ? 1 : 0;
                    case NOT_EQUAL -> (a, b) -> a != b ? 1 : 0;
                };
        Trace trace = new Trace();
        List<Integer> shape = Runs.inputs(trace, left, right)
                .get(0)
                .binary(function, trace.variable(1))
                .shape();
        float[] expected = new float[new ArrayType(DType.FLOAT32, shape).elements()];
        for (int index = 0; index < expected.length; index++) {
            expected[index] = (float) formula.applyAsDouble(at(left, shape, index), at(right, shape, index));
        }
        assertArrayEquals(expected, Runs.run(v -> v.get(0).binary(function, v.get(1)), left, right), 1e-5f);
    }

    /** The element that broadcasting puts at an index of the result. */
    private static float at(Array array, List<Integer> shape, int index) {
        int source = 0;
        int stride = 1;
        for (int axis = shape.size() - 1, rest = index; axis >= 0; rest /= shape.get(axis), axis--) {
            int own = axis - (shape.size() - array.type().rank());
            if (own >= 0) {
                source += array.type().size(own) == 1 ? 0 : rest % shape.get(axis) * stride;
                stride *= array.type().size(own);
            }
        }
        return array.numbers()[source];
    }

    @TestFactory
    Stream<DynamicTest> matrixProductsMatchTheTripleLoop() {
        return Stream.of(List.of(false, false), List.of(true, false), List.of(false, true), List.of(true, true))
                .map(flags -> DynamicTest.dynamicTest("transpose " + flags, () -> {
                    boolean ta = flags.get(0);
                    boolean tb = flags.get(1);
                    Array a = ta ? Runs.random(1, 2, 3, 4) : Runs.random(1, 2, 4, 3);
                    Array b = tb ? Runs.random(2, 2, 5, 3) : Runs.random(2, 2, 3, 5);
                    float[] expected = new float[2 * 4 * 5];
                    for (int n = 0; n < 2; n++) {
                        for (int i = 0; i < 4; i++) {
                            for (int j = 0; j < 5; j++) {
                                for (int k = 0; k < 3; k++) {
                                    expected[(n * 4 + i) * 5 + j] += a.numbers()[n * 12 + (ta ? k * 4 + i : i * 3 + k)]
                                            * b.numbers()[n * 15 + (tb ? j * 3 + k : k * 5 + j)];
                                }
                            }
                        }
                    }
                    assertArrayEquals(expected, Runs.run(v -> v.get(0).matmul(v.get(1), ta, tb), a, b), 1e-5f);
                }));
    }

    @TestFactory
    Stream<DynamicTest> convolutionsMatchTheLoops() {
        return Stream.of(
                        new Convolution(Window.valid(2), 1),
                        new Convolution(List.of(2, 1), List.of(1, 1), List.of(0, 1), List.of(1, 1), 1),
                        new Convolution(List.of(1, 1), List.of(2, 1), List.of(1, 0), List.of(2, 0), 2),
                        new Convolution(List.of(1, 2), List.of(1, 1), List.of(1, 1), List.of(1, 1), 4))
                .map(op -> DynamicTest.dynamicTest(op.toString(), () -> {
                    Array x = Runs.random(1, 2, 6, 5, 4);
                    Array w = Runs.random(2, 3, 2, 4 / op.groups(), 8);
                    ArrayType result = op.infer(List.of(x.type(), w.type())).get(0);
                    assertArrayEquals(
                            convolve(op, x, w, result), Runs.run(v -> v.get(0).apply(op, v.get(1)), x, w), 1e-5f);
                }));
    }

    private static float[] convolve(Convolution op, Array x, Array w, ArrayType result) {
        float[] expected = new float[result.elements()];
        int channels = w.type().size(2);
        int filters = w.type().size(3);
        for (int index = 0; index < expected.length; index++) {
            int f = index % filters;
            int j = index / filters % result.size(2);
            int i = index / filters / result.size(2) % result.size(1);
            int n = index / filters / result.size(2) / result.size(1);
            for (int di = 0; di < w.type().size(0); di++) {
                for (int dj = 0; dj < w.type().size(1); dj++) {
                    int row = i * op.window().strides().get(0)
                            + di * op.window().dilations().get(0)
                            - op.window().padBefore().get(0);
                    int column = j * op.window().strides().get(1)
                            + dj * op.window().dilations().get(1)
                            - op.window().padBefore().get(1);
                    if (row < 0
                            || row >= x.type().size(1)
                            || column < 0
                            || column >= x.type().size(2)) {
                        continue;
                    }
                    for (int c = 0; c < channels; c++) {
                        int channel = f / (filters / op.groups()) * channels + c;
                        expected[index] += x.numbers()[
                                        ((n * x.type().size(1) + row) * x.type().size(2) + column) * 4 + channel]
                                * w.numbers()[((di * w.type().size(1) + dj) * channels + c) * filters + f];
                    }
                }
            }
        }
        return expected;
    }

    @Test
    void poolingIgnoresPadding() {
        Array x = Runs.array(List.of(1, 3, 1), -1, -2, -6);
        Window same = new Window(List.of(2), List.of(1), List.of(1), List.of(1));
        Function<Pooling.Kind, float[]> pool =
                kind -> Runs.run(v -> v.get(0).apply(new Pooling(kind, List.of(2), same)), x);
        assertArrayEquals(new float[] {-1, -2}, pool.apply(Pooling.Kind.MAX));
        assertArrayEquals(new float[] {-1, -4}, pool.apply(Pooling.Kind.AVERAGE));
    }

    @TestFactory
    Stream<DynamicTest> reductionsMatchTheLoops() {
        Array x = Runs.random(1, 2, 3, 4);
        return Stream.of(
                        List.<Integer>of(),
                        List.of(0),
                        List.of(1),
                        List.of(2),
                        List.of(0, 1),
                        List.of(1, 2),
                        List.of(0, 2),
                        List.of(0, 1, 2))
                .flatMap(axes -> Arrays.stream(Reduce.Function.values())
                        .map(function -> DynamicTest.dynamicTest(function + " " + axes, () -> {
                            Reduce op = new Reduce(function, axes, true);
                            ArrayType type = op.infer(List.of(x.type())).get(0);
                            double[] result = new double[type.elements()];
                            int[] count = new int[type.elements()];
                            for (int index = 0; index < 24; index++) {
                                int[] at = {index / 12, index / 4 % 3, index % 4};
                                int to = 0;
                                for (int axis = 0; axis < 3; axis++) {
                                    to = to * type.size(axis) + (axes.contains(axis) ? 0 : at[axis]);
                                }
                                double value = x.numbers()[index];
                                boolean first = count[to]++ == 0;
                                result[to] = switch (function) {
                                    case SUM, MEAN -> result[to] + value;
                                    case MAX -> first ? value : Math.max(result[to], value);
                                    case MIN -> first ? value : Math.min(result[to], value);
                                };
                            }
                            float[] expected = new float[result.length];
                            for (int to = 0; to < result.length; to++) {
                                expected[to] = (float)
                                        (function == Reduce.Function.MEAN ? result[to] / count[to] : result[to]);
                            }
                            assertArrayEquals(expected, Runs.run(v -> v.get(0).apply(op), x), 1e-5f);
                        })));
    }

    @Test
    void softmaxSumsToOneAlongItsAxisAndStandsLargeNumbers() {
        Array x = Runs.array(List.of(2, 2), 1000, 1001, 3, 1);
        float low = (float) (1 / (1 + Math.E));
        assertArrayEquals(
                new float[] {low, 1 - low, 0.880797f, 0.119203f},
                Runs.run(v -> v.get(0).softmax(-1), x),
                1e-6f);
        assertArrayEquals(new float[] {1, 1, 0, 0}, Runs.run(v -> v.get(0).softmax(0), x), 1e-6f);
        assertArrayEquals(
                new float[] {(float) Math.log(low), (float) Math.log(1 - low), -0.126928f, -2.126928f},
                Runs.run(v -> v.get(0).logSoftmax(1), x),
                1e-5f);
    }

    @Test
    void batchNormalizationUsesTheBiasedVariance() {
        Array x = Runs.array(List.of(4, 1), 1, 2, 3, 6);
        Array scale = Runs.array(List.of(1), 2);
        Array shift = Runs.array(List.of(1), 5);
        for (int result = 0; result < 3; result++) {
            int which = result;
            float deviation = (float) Math.sqrt(3.5 + 0.5);
            float[][] expected = {{5 - 4 / deviation, 5 - 2 / deviation, 5, 5 + 6 / deviation}, {3}, {3.5f}};
            assertArrayEquals(
                    expected[which],
                    Runs.run(
                            v -> v.get(0)
                                    .applyAll(new BatchNormalizationTraining(0.5f), v.get(1), v.get(2))
                                    .get(which),
                            x,
                            scale,
                            shift),
                    1e-5f);
        }
    }

    @Test
    void aPlanByItselfGathersItsOwnRow() {
        Array x = Runs.array(List.of(2), 3, 4);
        assertArrayEquals(new float[] {3, 4}, Runs.run(v -> v.get(0).apply(new AllGather(0, 1)), x));
        assertArrayEquals(
                new float[] {3, 4},
                Runs.run(v -> v.get(0).apply(new AllGather(1, 3)).slice(0, 1, 1), x));
    }

    @Test
    void movesPutElementsWhereTheyBelong() {
        Array x = Runs.array(List.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, Runs.run(v -> v.get(0).transpose(1, 0), x));
        assertArrayEquals(new float[] {2, 3, 5, 6}, Runs.run(v -> v.get(0).slice(1, 1, 2), x));
        assertArrayEquals(new float[] {5}, Runs.run(v -> v.get(0).slice(List.of(1, 1), List.of(1, 1)), x));
        assertArrayEquals(
                new float[] {9, 9, 9, 9, 1, 2, 3, 9, 4, 5, 6, 9},
                Runs.run(v -> v.get(0).pad(List.of(1, 0), List.of(0, 1), 9), x));
        assertArrayEquals(
                new float[] {1, 2, 3, 2, 4, 5, 6, 5},
                Runs.run(v -> v.get(0).concatenate(1, v.get(0).slice(1, 1, 1)), x));
        assertArrayEquals(
                new float[] {1, 1, 2, 2, 1, 1, 2, 2},
                Runs.run(
                        v -> v.get(0)
                                .slice(List.of(0, 0), List.of(1, 2))
                                .reshape(2, 1)
                                .broadcastTo(List.of(2, 2, 2)),
                        x));
        assertArrayEquals(new float[] {3, 2, 1, 6, 5, 4}, Runs.run(v -> v.get(0).apply(new SortLast()), x));
    }

    @Test
    void lookupsFollowTheIds() {
        Array table = Runs.array(List.of(3, 2), 1, 2, 3, 4, 5, 6);
        Array ids = Runs.array(List.of(3), 1, 0, 1);
        assertArrayEquals(
                new float[] {3, 4, 1, 2, 3, 4},
                Runs.run(v -> v.get(0).gatherRows(v.get(1).cast(DType.INT32)), table, ids));
        assertArrayEquals(
                new float[] {2, 3, 6}, Runs.run(v -> v.get(0).pickLast(v.get(1).cast(DType.INT32)), table, ids));
        assertArrayEquals(
                new float[] {0, 1, 0, 0, 0, 1},
                Runs.run(v -> v.get(0).placeLast(v.get(0).cast(DType.INT32), 2), ids));
        assertArrayEquals(new float[] {1, 1, 1}, Runs.run(v -> v.get(0).argMax().cast(DType.FLOAT32), table));
        assertArrayEquals(
                new float[] {1, 0, 1},
                Runs.run(v -> v.get(0).cast(DType.BOOL).cast(DType.FLOAT32), Runs.array(List.of(3), -2, 0, 0.5f)));
    }

    @Test
    void misuseIsExplained() {
        Trace trace = new Trace();
        Var a = trace.input("a", ArrayType.float32(2, 3));
        Var b = trace.input("b", ArrayType.float32(2, 3));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> a.matmul(b));
        assertTrue(
                error.getMessage().startsWith("MatMul inner sizes differ: 3 and 2 in float32[2,3] and float32[2,3]\n"));
        Var c = new Trace().input("c", ArrayType.float32(2, 3));
        assertThrows(IllegalArgumentException.class, () -> a.plus(c));
        assertThrows(IllegalArgumentException.class, () -> trace.assign(a, b));
    }

    /** Exact near 1, where little is left, and at the ends of what float32 has. */
    @Test
    void aLogarithmIsAsExactAsFloat32() {
        float[] numbers = new float[20_000];
        for (int index = 0; index < numbers.length; index++) {
            numbers[index] = index < 10_000 ? 0.5f + index / 6_667f : (float) Math.pow(2, (index - 15_000) / 40.0);
        }
        float[] found = Runs.run(v -> v.get(0).log(), Runs.array(List.of(numbers.length), numbers));
        for (int index = 0; index < numbers.length; index++) {
            double exact = Math.log(numbers[index]);
            assertEquals(exact, found[index], 2e-7 * Math.max(Math.abs(exact), 1e-3), "of " + numbers[index]);
        }
        assertArrayEquals(
                new float[] {Float.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY, Float.NaN, 0},
                Runs.run(v -> v.get(0).log(), Runs.array(List.of(5), 0, -1, Float.POSITIVE_INFINITY, Float.NaN, 1)));
    }
}
