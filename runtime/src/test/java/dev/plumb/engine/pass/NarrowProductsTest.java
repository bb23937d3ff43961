package dev.plumb.engine.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.Trace;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Narrow;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products of rounded operands. Rounding changes each operand by at most 2^-8 of itself, so a sum of products a b changes by at most (2^-7 + 2^-16) of the sum of |a b|;
 * what else differs is the order in which float32 numbers are added up.
 */
final class NarrowProductsTest {
    /** Half the distance between neighbours, relative to the smaller one: 8 bits with the leading one. */
    private static final double ROUNDING = 1.0 / 256;

    private static final double LARGEST = 2 * ROUNDING + ROUNDING * ROUNDING;
    /** Of float32 sums of so few products. */
    private static final double ORDER = 1e-6;

    private static final Window WINDOW = new Window(List.of(2, 1), List.of(1, 1), List.of(1, 0), List.of(1, 0));
    private static final Window LINE = new Window(List.of(1), List.of(2), List.of(0), List.of(0));

    @BeforeEach
    void onlyWhereTheProcessorHasIt() {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
    }

    static Stream<Arguments> products() {
        Array source = Runs.random(3, 2, 9, 7, 6);
        Array filters = Runs.random(4, 3, 3, 6, 5);
        Array result = Runs.random(5, 2, 5, 5, 5);
        return Stream.of(
                Arguments.of(new MatMul(false, false), Runs.random(1, 17, 33), Runs.random(2, 33, 5)),
                Arguments.of(new MatMul(true, false), Runs.random(1, 33, 17), Runs.random(2, 33, 5)),
                Arguments.of(new MatMul(false, true), Runs.random(1, 17, 33), Runs.random(2, 5, 33)),
                Arguments.of(new MatMul(true, true), Runs.random(1, 33, 17), Runs.random(2, 5, 33)),
                Arguments.of(new MatMul(false, false), Runs.random(1, 1, 1), Runs.random(2, 1, 1)),
                Arguments.of(new MatMul(false, false), Runs.random(1, 1, 784), Runs.random(2, 784, 10)),
                Arguments.of(new MatMul(false, false), Runs.random(1, 3, 4, 5), Runs.random(2, 5, 6)),
                Arguments.of(new MatMul(false, true), Runs.random(1, 2, 3, 4, 5), Runs.random(2, 2, 3, 6, 5)),
                Arguments.of(new MatMul(true, false), Runs.random(1, 3, 5, 4), Runs.random(2, 3, 5, 6)),
                Arguments.of(new Convolution(WINDOW, 1), source, filters),
                Arguments.of(new Convolution(WINDOW, 2), source, Runs.random(4, 3, 3, 3, 4)),
                Arguments.of(new Convolution(LINE, 1), Runs.random(1, 1, 9, 1), Runs.random(2, 3, 1, 1)),
                Arguments.of(new ConvolutionBackwardData(source.type(), WINDOW, 1), filters, result),
                Arguments.of(new ConvolutionBackwardWeights(filters.type(), WINDOW, 1), source, result));
    }

    @ParameterizedTest
    @MethodSource("products")
    void nearThoseOfTheOperandsThemselves(Op product, Array left, Array right) {
        assertNear(run(product, left, right, false), run(product, left, right, true), product, left, right, LARGEST);
    }

    @ParameterizedTest
    @MethodSource("products")
    void theProductsOfRoundedOperandsAddedUpInFloat32(Op product, Array left, Array right) {
        float[] expected = run(product, rounded(left), rounded(right), false);
        assertNear(expected, run(product, left, right, true), product, left, right, 0);
    }

    private static void assertNear(
            float[] expected, float[] actual, Op product, Array left, Array right, double relative) {
        float[] magnitudes = run(product, absolute(left), absolute(right), false);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[i]);
            assertTrue(
                    error <= (relative + ORDER) * magnitudes[i],
                    "number " + i + " of " + product + " is " + actual[i] + ", not " + expected[i]);
        }
    }

    @Test
    void whatIsNoNumberStays() {
        Array left = Runs.array(List.of(3, 1), Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        Array right = Runs.array(List.of(1, 1), 2);
        assertArrayEquals(left.numbers(), run(new MatMul(false, false), left, right, true));
    }

    @Test
    void eachValueIsRoundedOnceHoweverManyProductsReadIt() {
        Trace trace = new Trace();
        Var x = trace.input("x", Runs.random(1, 4, 8).type());
        Var w = trace.input("w", Runs.random(1, 8, 8).type());
        Var hidden = x.matmul(w).relu();
        Var loss = hidden.reshape(2, 16)
                .matmul(trace.input("v", Runs.random(1, 16, 3).type()))
                .sum();
        trace.output("loss", loss);
        trace.output("gradient of x", Gradients.of(loss, List.of(x, w)).get(0));
        trace.output("gradient of w", Gradients.of(loss, List.of(x, w)).get(1));
        Program program = narrowed(trace.finish());
        Verifier.verify(program);
        // x, w, what is between, v, and the gradients of both results.
        assertEquals(
                6,
                program.instructions().stream()
                        .filter(instruction -> instruction.op() instanceof Narrow)
                        .count());
    }

    @Test
    void onlyWhatIsChosen() {
        Trace trace = new Trace();
        Var x = trace.input("x", Runs.random(1, 4, 8).type());
        trace.output("first", x.matmul(trace.input("v", Runs.random(1, 8, 3).type())));
        trace.output("second", x.matmul(trace.input("w", Runs.random(1, 8, 3).type())));
        Program program = new NarrowProducts(index -> index == 1).apply(trace.finish());
        List<Boolean> narrow = new ArrayList<>();
        program.instructions().stream()
                .filter(instruction -> instruction.op() instanceof MatMul)
                .forEach(product ->
                        narrow.add(program.value(product.inputs().get(0)).type().narrow()));
        assertEquals(List.of(false, true), narrow);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theStepsOfALoopRoundWhatStepsOneByOneRound(boolean optimized) {
        float[][] expected = steps(false, true, optimized);
        float[][] found = steps(true, true, optimized);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], 2e-6f, "result " + i);
        }
        // Without rounding it is another function.
        assertFalse(Arrays.equals(steps(true, false, optimized)[0], found[0]));
    }

    /** The last state after some steps and the gradients of its sum, of a cell with two products. */
    private static float[][] steps(boolean isLoop, boolean narrow, boolean optimized) {
        Array state = Runs.random(1, 3, 8);
        Array stack = Runs.random(2, 4, 3, 6);
        Array kernel = Runs.random(3, 6, 8);
        Array recurrent = Runs.random(4, 8, 8);
        Trace trace = new Trace();
        List<Var> all = Runs.inputs(trace, state, stack, kernel, recurrent);
        Var last = all.get(0);
        if (isLoop) {
            BodyTrace step = new BodyTrace(trace, List.of(state.type()), List.of(ArrayType.float32(3, 6)));
            LoopBody body = step.finish(List.of(cell(step.state(0), step.slice(0), all)), List.of());
            List<Var> operands = new ArrayList<>(all.subList(0, 2));
            operands.addAll(step.captured());
            last = trace.record(new Loop(body, 4, false), operands).get(0);
        } else {
            for (int index = 0; index < 4; index++) {
                last = cell(last, all.get(1).get(0, index), all);
            }
        }
        trace.output("last", last);
        List<Var> gradients = Gradients.of(last.sum(), all);
        for (int i = 0; i < gradients.size(); i++) {
            trace.output("gradient " + i, gradients.get(i));
        }
        Program program = new NarrowProducts(index -> narrow).apply(trace.finish());
        Verifier.verify(program);
        Plan plan = Runs.plan(program, optimized, state, stack, kernel, recurrent);
        plan.run();
        return Stream.concat(Stream.of("last"), IntStream.range(0, all.size()).mapToObj(i -> "gradient " + i))
                .map(name -> Runs.output(plan, name).toFloats())
                .toArray(float[][]::new);
    }

    private static Var cell(Var state, Var x, List<Var> all) {
        return x.matmul(all.get(2)).plus(state.matmul(all.get(3))).tanh();
    }

    private static Program narrowed(Program program) {
        return Passes.optimize(new NarrowProducts(index -> true).apply(program));
    }

    private static float[] run(Op product, Array left, Array right, boolean narrow) {
        Trace trace = new Trace();
        List<Var> operands = Runs.inputs(trace, left, right);
        trace.output("result", operands.get(0).apply(product, operands.get(1)));
        Program program = trace.finish();
        Plan plan = Runs.plan(narrow ? narrowed(program) : program, false, left, right);
        plan.run();
        return Runs.output(plan, "result").toFloats();
    }

    private static Array absolute(Array array) {
        float[] numbers = array.numbers().clone();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.abs(numbers[i]);
        }
        return new Array(array.type(), numbers);
    }

    private static Array rounded(Array array) {
        float[] numbers = array.numbers().clone();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = rounded(numbers[i]);
        }
        return new Array(array.type(), numbers);
    }

    /** To the nearest number whose lower 16 bits are zero, of two to the one with an even last bit. */
    private static float rounded(float number) {
        int bits = Float.floatToRawIntBits(number);
        return Float.intBitsToFloat(bits + 0x7fff + (bits >> 16 & 1) & 0xffff0000);
    }
}
