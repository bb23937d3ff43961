package dev.plumb.ops.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.KernelProviders;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.engine.eager.EagerRecorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrentCell;
import dev.plumb.ops.op.RmsNormalization;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradient of the size of a gradient, against central differences of that size. */
final class SecondGradientTest {
    private static final EagerKernels KERNELS = new EagerKernels(KernelProviders.standard(), program -> 1, 16 << 20);
    private static final float STEP = 1e-2f;

    @TestFactory
    Stream<DynamicTest> functionsHaveSecondGradients() {
        return Stream.of(
                        new Elementwise(ElementFunction.TANH, 0, 0),
                        new Elementwise(ElementFunction.LOGISTIC, 0, 0),
                        new Elementwise(ElementFunction.RELU, 0.2f, 0),
                        new Elementwise(ElementFunction.ELU, 1.3f, 0),
                        new Elementwise(ElementFunction.EXP, 0, 0),
                        new Elementwise(ElementFunction.SQUARE, 0, 0),
                        new Elementwise(ElementFunction.SWISH, 1.3f, 0),
                        new Elementwise(ElementFunction.SOFT_RELU, 1.3f, 0),
                        new Elementwise(ElementFunction.HARDSWISH, 0.3f, 0.5f),
                        new Elementwise(ElementFunction.GELU_ERF, 0, 0))
                .map(op -> DynamicTest.dynamicTest(
                        op.function().name(), () -> check(x -> x.get(0).apply(op), Runs.random(1, 3, 5))));
    }

    @TestFactory
    Stream<DynamicTest> functionsOfPositiveNumbersHaveSecondGradients() {
        return Stream.of(
                        Elementwise.of(ElementFunction.SQRT),
                        Elementwise.of(ElementFunction.LOG),
                        new Elementwise(ElementFunction.POW, 2, 1.5f))
                .map(op -> DynamicTest.dynamicTest(
                        op.function().name(),
                        () -> check(x -> x.get(0).square().plus(0.5f).apply(op), Runs.random(1, 3, 5))));
    }

    @Test
    void softmaxHasSecondGradients() {
        check(x -> x.get(0).softmax(-1), Runs.random(1, 3, 4));
        check(x -> x.get(0).softmax(0), Runs.random(1, 3, 4));
        check(x -> x.get(0).logSoftmax(-1), Runs.random(1, 3, 4));
    }

    @Test
    void productsHaveSecondGradients() {
        check(x -> x.get(0).matmul(x.get(1)).tanh(), Runs.random(1, 3, 4), Runs.random(2, 4, 2));
    }

    @Test
    void convolutionsHaveSecondGradients() {
        Window window = Window.valid(2);
        check(
                x -> x.get(0).apply(new Convolution(window, 1), x.get(1)).tanh(),
                Runs.random(1, 1, 4, 4, 2),
                Runs.random(2, 2, 2, 2, 3));
    }

    @Test
    void normalizationsOfRowsHaveSecondGradients() {
        check(
                x -> x.get(0).apply(new LayerNormalization(0.5f), x.get(1), x.get(2)),
                Runs.random(1, 3, 5),
                Runs.random(2, 5),
                Runs.random(3, 5));
        check(x -> x.get(0).apply(new RmsNormalization(0.5f), x.get(1)), Runs.random(1, 3, 5), Runs.random(2, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void attentionHasSecondGradients(int tile) {
        AttentionHeads heads = new AttentionHeads(4, 2, 2, 3, AttentionHeads.Packing.KEY_VALUE);
        AttentionMask mask = new AttentionMask(AttentionMask.UNLIMITED, 0, false, false, false, -1e30f);
        check(
                x -> x.get(0).apply(new ScaledDotProductAttention(heads, 0.7f, mask, tile), x.get(1)),
                Runs.random(1, 2, 3, 8),
                Runs.random(2, 2, 4, 10));
    }

    @ParameterizedTest
    @EnumSource
    void recurrencesHaveSecondGradients(RecurrentCell cell) {
        for (boolean reverse : new boolean[] {false, true}) {
            List<Array> operands = new ArrayList<>(List.of(
                    Runs.random(1, 2, 3, 2),
                    Runs.random(2, 2, cell.gates() * 2),
                    Runs.random(3, 2, cell.gates() * 2),
                    Runs.random(4, cell.biases() * 2)));
            for (int state = 0; state < cell.states(); state++) {
                operands.add(Runs.random(5 + state, 2, 2));
            }
            check(
                    x -> {
                        Var[] others = x.subList(1, x.size()).toArray(Var[]::new);
                        List<Var> results = x.get(0).applyAll(new Recurrence(cell, reverse, false), others);
                        return results.get(0)
                                .reshape(-1)
                                .concatenate(0, results.get(cell.states()).reshape(-1));
                    },
                    operands.toArray(Array[]::new));
        }
    }

    @Test
    void anOpThatHasNoneIsNamed() {
        try (EagerRecorder tape = new EagerRecorder(KERNELS)) {
            Var x = tape.array(ArrayType.float32(1, 4, 1), 1f, 2f, 3f, 4f);
            Var pooled = x.apply(new Pooling(Pooling.Kind.MAX, List.of(2), Window.valid(1)))
                    .square();
            Var gradient = Gradients.of(pooled.sum(), List.of(x)).get(0);
            String message = assertThrows(
                            UnsupportedOperationException.class,
                            () -> Gradients.of(gradient.square().sum(), List.of(x)))
                    .getMessage();
            assertTrue(message.startsWith("PoolingBackward has no gradient: gradients of gradients"), message);
            Var mish = x.elementwise(ElementFunction.MISH);
            Var first = Gradients.of(mish.sum(), List.of(x)).get(0);
            message = assertThrows(UnsupportedOperationException.class, () -> Gradients.of(first.sum(), List.of(x)))
                    .getMessage();
            assertTrue(message.startsWith("the gradient of MISH has no gradient"), message);
        }
    }

    private static void check(Function<List<Var>, Var> function, Array... operands) {
        for (int which = 0; which < operands.length; which++) {
            float[] found = new float[operands[which].numbers().length];
            try (EagerRecorder tape = new EagerRecorder(KERNELS)) {
                List<Var> values = values(tape, operands);
                Var size = size(function, values);
                float[] gradient = tape.floats(
                        Gradients.of(size, List.of(values.get(which))).get(0));
                System.arraycopy(gradient, 0, found, 0, found.length);
            }
            for (int i = 0; i < found.length; i++) {
                float at = operands[which].numbers()[i];
                float high = sizeAt(function, which, i, at + STEP, operands);
                float low = sizeAt(function, which, i, at - STEP, operands);
                operands[which].numbers()[i] = at;
                float expected = (high - low) / (2 * STEP);
                assertEquals(expected, found[i], 0.02f * Math.max(1, Math.abs(expected)), which + ", " + i);
            }
        }
    }

    private static float sizeAt(
            Function<List<Var>, Var> function, int which, int index, float number, Array... operands) {
        operands[which].numbers()[index] = number;
        try (EagerRecorder tape = new EagerRecorder(KERNELS)) {
            return tape.floats(size(function, values(tape, operands)))[0];
        }
    }

    private static List<Var> values(EagerRecorder tape, Array... operands) {
        List<Var> values = new ArrayList<>();
        for (Array operand : operands) {
            values.add(tape.array(operand.type(), operand.numbers()));
        }
        return values;
    }

    /** The sum of the squares of all gradients of a sum of the results, each with another factor. */
    private static Var size(Function<List<Var>, Var> function, List<Var> values) {
        Var result = function.apply(values);
        float[] factors = new float[result.type().elements()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (i % 5 - 1.5f) / 2;
        }
        EagerRecorder tape = (EagerRecorder) result.recorder();
        Var sum = result.times(tape.array(result.type(), factors)).sum();
        Var size = tape.constant(0);
        for (Var gradient : Gradients.of(sum, values)) {
            size = size.plus(gradient.square().sum());
        }
        return size;
    }
}
