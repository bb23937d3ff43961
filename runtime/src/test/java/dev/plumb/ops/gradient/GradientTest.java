package dev.plumb.ops.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.AllGather;
import dev.plumb.ops.op.ArgMax;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.RmsNormalization;
import dev.plumb.ops.op.SortLast;
import dev.plumb.ops.op.Window;
import dev.plumb.runtime.GradientCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each gradient rule against central differences of the op itself. */
class GradientTest {

    @TestFactory
    Stream<DynamicTest> elementFunctionsHaveTheGradientThatDifferencesShow() {
        return Arrays.stream(ElementFunction.values())
                .filter(function -> !function.isPiecewiseConstant())
                .map(function -> {
                    Elementwise op =
                            switch (function) {
                                case RELU -> new Elementwise(function, 0.2f, 0);
                                case ELU, SWISH, SOFT_RELU -> new Elementwise(function, 1.3f, 0);
                                case LINEAR -> new Elementwise(function, 2, 3);
                                case POW -> new Elementwise(function, 2, 1.5f);
                                case CLIP -> new Elementwise(function, -0.5f, 0.6f);
                                case HARDSWISH, HARDSIGMOID -> new Elementwise(function, 0.3f, 0.5f);
                                default -> Elementwise.of(function);
                            };
                    boolean positive = Set.of(
                                    ElementFunction.LOG,
                                    ElementFunction.LOG1P,
                                    ElementFunction.SQRT,
                                    ElementFunction.POW)
                            .contains(function);
                    Array x = positive ? Runs.positive(1, 3, 7) : Runs.random(1, 3, 7);
                    if (function == ElementFunction.CLIP) {
                        x = distinct(-0.525f, 3, 7);
                    }
                    Array operand = x;
                    return DynamicTest.dynamicTest(
                            function.name(), () -> check(v -> v.get(0).apply(op), operand));
                });
    }

    @TestFactory
    Stream<DynamicTest> opsHaveTheGradientThatDifferencesShow() {
        return Stream.of(
                of("plus", v -> v.get(0).plus(v.get(1)), Runs.random(1, 2, 3), Runs.random(2, 3)),
                of("minus", v -> v.get(0).minus(v.get(1)), Runs.random(1, 3), Runs.random(2, 2, 3)),
                of("times", v -> v.get(0).times(v.get(1)), Runs.random(1, 2, 1, 3), Runs.random(2, 4, 1)),
                of("dividedBy", v -> v.get(0).dividedBy(v.get(1)), Runs.random(1, 2, 3), Runs.positive(2, 2, 1)),
                of("scalar dividedBy", v -> v.get(0).dividedBy(v.get(1)), Runs.random(1), Runs.positive(2, 2, 3)),
                of("maximum", v -> v.get(0).maximum(v.get(1)), distinct(0, 4, 3), distinct(0.025f, 3)),
                of("minimum", v -> v.get(0).minimum(v.get(1)), distinct(0, 4, 3), distinct(0.325f, 4, 3)),
                of("matmul", v -> v.get(0).matmul(v.get(1)), Runs.random(1, 4, 3), Runs.random(2, 3, 5)),
                of(
                        "matmul ta",
                        v -> v.get(0).matmul(v.get(1), true, false),
                        Runs.random(1, 3, 4),
                        Runs.random(2, 3, 5)),
                of(
                        "matmul tb",
                        v -> v.get(0).matmul(v.get(1), false, true),
                        Runs.random(1, 4, 3),
                        Runs.random(2, 5, 3)),
                of(
                        "matmul ta tb",
                        v -> v.get(0).matmul(v.get(1), true, true),
                        Runs.random(1, 3, 4),
                        Runs.random(2, 5, 3)),
                of(
                        "batched tb",
                        v -> v.get(0).matmul(v.get(1), false, true),
                        Runs.random(1, 2, 2, 4, 3),
                        Runs.random(2, 2, 2, 5, 3)),
                of(
                        "batched ta",
                        v -> v.get(0).matmul(v.get(1), true, false),
                        Runs.random(1, 2, 3, 4),
                        Runs.random(2, 2, 3, 5)),
                of("shared", v -> v.get(0).matmul(v.get(1)), Runs.random(1, 2, 4, 3), Runs.random(2, 3, 5)),
                of(
                        "shared tb",
                        v -> v.get(0).matmul(v.get(1), false, true),
                        Runs.random(1, 2, 4, 3),
                        Runs.random(2, 5, 3)),
                of("sum", v -> v.get(0).sum(), Runs.random(1, 2, 3)),
                of("sum first", v -> v.get(0).sum(0), Runs.random(1, 4, 3)),
                of("mean last", v -> v.get(0).mean(-1), Runs.random(1, 4, 3)),
                of("mean middle", v -> v.get(0).mean(1), Runs.random(1, 2, 4, 3)),
                of("sum outer", v -> v.get(0).sum(0, 2), Runs.random(1, 2, 4, 3)),
                of("max", v -> v.get(0).max(1), distinct(0, 3, 5)),
                of("min", v -> v.get(0).min(0, 2), distinct(0, 2, 3, 4)),
                of("keep", v -> v.get(0).reduce(Reduce.Function.MEAN, true, 1), Runs.random(1, 2, 4, 3)),
                of("softmax", v -> v.get(0).softmax(-1), Runs.random(1, 3, 5)),
                of("softmax middle", v -> v.get(0).softmax(1), Runs.random(1, 2, 5, 3)),
                of("logSoftmax", v -> v.get(0).logSoftmax(1), Runs.random(1, 3, 5)),
                of("reshape", v -> v.get(0).reshape(3, 2).tanh(), Runs.random(1, 2, 3)),
                of("transpose", v -> v.get(0).transpose(2, 0, 1), Runs.random(1, 2, 3, 4)),
                of("slice rows", v -> v.get(0).slice(0, 1, 2).square(), Runs.random(1, 4, 3)),
                of("slice columns", v -> v.get(0).slice(1, 1, 2), Runs.random(1, 4, 3)),
                of("pad", v -> v.get(0).pad(List.of(1, 0), List.of(0, 2), 3), Runs.random(1, 2, 3)),
                of("broadcast", v -> v.get(0).broadcastTo(List.of(2, 4, 3)), Runs.random(1, 4, 1)),
                of(
                        "concatenate",
                        v -> v.get(0).concatenate(1, v.get(1), v.get(0)),
                        Runs.random(1, 2, 3),
                        Runs.random(2, 2, 4)),
                of(
                        "gatherRows",
                        v -> v.get(0).gatherRows(ids(v.get(1))),
                        Runs.random(1, 4, 3),
                        Runs.array(List.of(2, 2), 3, 0, 3, 1)),
                of(
                        "pickLast",
                        v -> v.get(0).pickLast(ids(v.get(1))),
                        Runs.random(1, 3, 4),
                        Runs.array(List.of(3), 3, 0, 1)),
                of(
                        "placeLast",
                        v -> v.get(0).placeLast(ids(v.get(1)), 4),
                        Runs.random(1, 3),
                        Runs.array(List.of(3), 3, 0, 1)),
                of(
                        "normalization",
                        v -> v.get(0).apply(new BatchNormalizationTraining(0.1f), v.get(1), v.get(2)),
                        Runs.random(1, 6, 3),
                        Runs.random(2, 3),
                        Runs.random(3, 3)),
                of(
                        "normalization of images",
                        v -> v.get(0).apply(new BatchNormalizationTraining(0.1f), v.get(1), v.get(2)),
                        Runs.random(1, 2, 2, 3, 3),
                        Runs.random(2, 3),
                        Runs.random(3, 3)),
                of("all parts", v -> v.get(0).apply(new AllGather(0, 1)).square(), Runs.random(1, 6, 3)),
                of(
                        "batch mean",
                        v -> v.get(0)
                                .applyAll(new BatchNormalizationTraining(0.1f), v.get(1), v.get(1))
                                .get(1),
                        Runs.random(1, 6, 3),
                        Runs.random(2, 3)),
                of(
                        "batch variance",
                        v -> v.get(0)
                                .applyAll(new BatchNormalizationTraining(0.1f), v.get(1), v.get(1))
                                .get(2),
                        Runs.random(1, 6, 3),
                        Runs.random(2, 3)),
                of(
                        "layer normalization",
                        v -> v.get(0).apply(new LayerNormalization(0.1f), v.get(1), v.get(2)),
                        Runs.random(1, 2, 3, 5),
                        Runs.random(2, 5),
                        Runs.random(3, 5)),
                of(
                        "mean of layer normalization",
                        v -> v.get(0)
                                .applyAll(new LayerNormalization(0.1f), v.get(1), v.get(1))
                                .get(1),
                        Runs.random(1, 2, 3, 5),
                        Runs.random(2, 5)),
                of(
                        "variance of layer normalization",
                        v -> v.get(0)
                                .applyAll(new LayerNormalization(0.1f), v.get(1), v.get(1))
                                .get(2),
                        Runs.random(1, 2, 3, 5),
                        Runs.random(2, 5)),
                of(
                        "RMS normalization",
                        v -> v.get(0).apply(new RmsNormalization(0.1f), v.get(1)),
                        Runs.random(1, 2, 3, 5),
                        Runs.random(2, 5)),
                of(
                        "mean square of RMS normalization",
                        v -> v.get(0)
                                .applyAll(new RmsNormalization(0.1f), v.get(1))
                                .get(1),
                        Runs.random(1, 2, 3, 5),
                        Runs.random(2, 5)),
                of(
                        "convolution 1d",
                        convolution(new Window(List.of(2), List.of(1), List.of(0), List.of(1)), 1),
                        Runs.random(1, 2, 6, 3),
                        Runs.random(2, 3, 3, 4)),
                of(
                        "convolution 2d",
                        convolution(new Window(List.of(2, 1), List.of(1, 1), List.of(1, 0), List.of(1, 1)), 1),
                        Runs.random(1, 2, 5, 4, 3),
                        Runs.random(2, 3, 2, 3, 4)),
                of(
                        "convolution dilated",
                        convolution(new Window(List.of(1, 1), List.of(2, 2), List.of(2, 2), List.of(2, 2)), 1),
                        Runs.random(1, 1, 5, 4, 2),
                        Runs.random(2, 3, 3, 2, 3)),
                of(
                        "convolution grouped",
                        convolution(Window.valid(2), 2),
                        Runs.random(1, 1, 4, 4, 4),
                        Runs.random(2, 3, 3, 2, 6)),
                of(
                        "convolution depthwise",
                        convolution(Window.valid(2), 3),
                        Runs.random(1, 1, 4, 4, 3),
                        Runs.random(2, 3, 3, 1, 6)),
                of(
                        "convolution 3d",
                        convolution(Window.valid(3), 1),
                        Runs.random(1, 1, 3, 3, 3, 2),
                        Runs.random(2, 2, 2, 2, 2, 3)),
                of(
                        "transposed convolution",
                        v -> v.get(0)
                                .apply(
                                        new ConvolutionBackwardData(
                                                ArrayType.float32(1, 5, 5, 2),
                                                new Window(List.of(2, 2), List.of(1, 1), List.of(0, 0), List.of(0, 0)),
                                                1),
                                        v.get(1)),
                        Runs.random(1, 3, 3, 2, 4),
                        Runs.random(2, 1, 2, 2, 4)),
                of("max pooling", v -> v.get(0).apply(pooling(Pooling.Kind.MAX)), distinct(0, 2, 5, 5, 3)),
                of("average pooling", v -> v.get(0).apply(pooling(Pooling.Kind.AVERAGE)), Runs.random(1, 2, 5, 5, 3)));
    }

    @Test
    void whereNoPathLeadsToTheLossTheGradientIsZero() {
        Trace trace = new Trace();
        Var x = trace.input("operand0", ArrayType.float32(2));
        Var y = trace.input("operand1", ArrayType.float32(3));
        List<Var> gradients = Gradients.of(x.sum(), List.of(x, y));
        trace.output("x", gradients.get(0));
        trace.output("y", gradients.get(1));
        Plan plan = Runs.prepare(trace.finish(), Bindings.none());
        plan.run();
        assertArrayEquals(new float[] {1, 1}, Runs.output(plan, "x").toFloats());
        assertArrayEquals(new float[] {0, 0, 0}, Runs.output(plan, "y").toFloats());
    }

    @TestFactory
    Stream<DynamicTest> slicesOfOneArrayAreJoined() {
        Array array = Runs.random(1, 4, 6);
        return Stream.of(
                of("all of it, in pieces", v -> pieces(v.get(0), 0, 2, 2, 2, 4, 2), array),
                of("with gaps", v -> pieces(v.get(0), 1, 1, 4, 2), array),
                of("overlapping", v -> pieces(v.get(0), 0, 3, 1, 4, 2, 2), array),
                of("twice the same", v -> v.get(0).slice(1, 1, 3).plus(v.get(0).slice(1, 1, 3)), array),
                of("out of order", v -> pieces(v.get(0), 4, 2, 0, 3, 3, 1), array),
                of(
                        "along both axes",
                        v -> pieces(v.get(0), 0, 3, 3, 3)
                                .plus(v.get(0).slice(0, 1, 2).square().sum())
                                .plus(v.get(0).slice(0, 3, 1).square().sum()),
                        array),
                of("boxes", v -> v.get(0).slice(List.of(1, 2), List.of(2, 3)).square(), array),
                of(
                        "and the whole",
                        v -> pieces(v.get(0), 0, 3, 3, 3).plus(v.get(0).square().sum()),
                        array));
    }

    /** A sum over slices of the last axis, each with another factor. */
    private static Var pieces(Var x, int... beginsAndSizes) {
        Var sum = x.recorder().constant(0);
        for (int i = 0; i < beginsAndSizes.length; i += 2) {
            Var piece = x.slice(1, beginsAndSizes[i], beginsAndSizes[i + 1]);
            sum = sum.plus(piece.square().sum().times(i + 1f));
        }
        return sum;
    }

    @Test
    void everyOpHasARuleOrIsKnownToHaveNone() {
        Set<String> withoutRule = Set.of(
                "BatchNormalization",
                "BatchNormalizationBackward",
                "Fused",
                "GroupNormalization",
                "Narrow",
                "PoolingBackward",
                "QuantizationStep",
                "Quantize",
                "SortLast",
                "WriteRows");
        Set<String> uncovered = Arrays.stream(Op.class.getPermittedSubclasses())
                .filter(op -> !GradientRules.covers(op))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        assertEquals(withoutRule, uncovered);
    }

    @Test
    void aPathThroughAnOpWithoutRuleIsAnErrorAndNotAZero() {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(3));
        Var loss = x.apply(new SortLast()).sum();
        assertThrows(UnsupportedOperationException.class, () -> Gradients.of(loss, List.of(x)));
        Var index = x.apply(new ArgMax());
        assertEquals(ArrayType.int32(), index.type());
    }

    private static Pooling pooling(Pooling.Kind kind) {
        return new Pooling(kind, List.of(3, 2), new Window(List.of(2, 2), List.of(1, 1), List.of(1, 0), List.of(1, 1)));
    }

    private static Function<List<Var>, Var> convolution(Window window, int groups) {
        return v -> v.get(0).apply(new Convolution(window, groups), v.get(1));
    }

    private static Var ids(Var numbers) {
        return numbers.cast(DType.INT32);
    }

    /** Numbers so far apart that a difference step cannot change which is largest. */
    private static Array distinct(float start, Integer... shape) {
        Array array = Runs.random(1, shape);
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < array.numbers().length; index++) {
            order.add(index);
        }
        Collections.shuffle(order, new Random(5));
        for (int index = 0; index < order.size(); index++) {
            array.numbers()[index] = start + order.get(index) * 0.05f;
        }
        return array;
    }

    private static DynamicTest of(String name, Function<List<Var>, Var> function, Array... operands) {
        return DynamicTest.dynamicTest(name, () -> check(function, operands));
    }

    private static void check(Function<List<Var>, Var> function, Array... operands) {
        INDArray[] arrays = Arrays.stream(operands).map(GradientTest::ndArray).toArray(INDArray[]::new);
        GradientCheck.of(function, arrays).require(2e-3);
    }

    private static INDArray ndArray(Array operand) {
        long[] shape =
                operand.type().shape().stream().mapToLong(Integer::longValue).toArray();
        INDArray array = Nd4j.create(operand.numbers(), shape, 'c');
        return isIndex(operand) ? array.castTo(DataType.INT32) : array;
    }

    private static boolean isIndex(Array array) {
        for (float number : array.numbers()) {
            if (number != Math.rint(number)) {
                return false;
            }
        }
        return true;
    }
}
