package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.DeriveBeforeUnpooling;
import dev.plumb.engine.pass.Pass;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.pass.Verifier;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of a function before a maximum pooling is taken of fewer numbers, and is the same. */
final class DeriveBeforeUnpoolingTest {
    private static final ArrayType INPUT = ArrayType.float32(2, 7, 6, 5);

    private static final Pooling APART = pooling(Pooling.Kind.MAX, 2, 2, 0);
    private static final Pooling OVERLAPPING = pooling(Pooling.Kind.MAX, 3, 2, 1);

    private static Pooling pooling(Pooling.Kind kind, int size, int stride, int padding) {
        return new Pooling(
                kind,
                List.of(size, size),
                new Window(
                        List.of(stride, stride), List.of(1, 1), List.of(padding, padding), List.of(padding, padding)));
    }

    /** A function and a pooling that change places. */
    record Pair(String name, UnaryOperator<Var> function, Pooling pooling) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pair> pairs() {
        return Stream.of(
                new Pair("ReLU", Var::relu, APART),
                new Pair("ReLU, windows that overlap", Var::relu, OVERLAPPING),
                new Pair("leaky ReLU", x -> x.relu(0.2f), APART),
                new Pair("clipping", x -> x.clip(0, 0.5f), APART),
                new Pair("clipping, windows that overlap", x -> x.clip(0, 0.5f), OVERLAPPING),
                new Pair("tanh", Var::tanh, APART),
                new Pair("sigmoid", Var::logistic, APART),
                new Pair("ELU", x -> x.elu(1), APART));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void gradientsAreTheSame(Pair pair) {
        Program program = program(pair.function(), pair.pooling());
        Program changed = Passes.optimize(program);
        Verifier.verify(changed);
        assertTrue(derived(changed).elements() < INPUT.elements(), changed::toString);
        Program unchanged = Passes.apply(without(), program);
        assertEquals(INPUT, derived(unchanged));
        // Ties in most windows.
        for (int steps : List.of(1, 4, 1_000)) {
            assertSame(gradient(unchanged, steps), gradient(changed, steps));
        }
    }

    @Test
    void sumsOfSeveralWindowsAreNotScaledOneByOne() {
        assertUnchanged(program(x -> x.relu(0.2f), OVERLAPPING));
        assertUnchanged(program(Var::tanh, OVERLAPPING));
    }

    @Test
    void whatIsInfiniteAtZeroStays() {
        assertUnchanged(program(x -> x.square().sqrt(), APART));
    }

    @Test
    void meansHaveNoCellThatTheyComeFrom() {
        assertUnchanged(program(Var::relu, pooling(Pooling.Kind.AVERAGE, 2, 2, 0)));
    }

    @Test
    void whatIsReadElsewhereStays() {
        Trace trace = new Trace();
        Var x = trace.input("x", INPUT);
        Var active = x.relu();
        Var loss = active.apply(APART).square().sum().plus(active.square().sum());
        trace.output("gradient", Gradients.of(loss, List.of(x)).get(0));
        assertUnchanged(trace.finish());
    }

    private static void assertUnchanged(Program program) {
        assertEquals(
                program.instructions(),
                new DeriveBeforeUnpooling().apply(program).instructions());
    }

    private static List<Pass> without() {
        List<Pass> passes = new ArrayList<>(Passes.standard());
        assertTrue(passes.remove(new DeriveBeforeUnpooling()));
        return passes;
    }

    private static Program program(UnaryOperator<Var> function, Pooling pooling) {
        Trace trace = new Trace();
        Var x = trace.input("x", INPUT);
        Var pooled = function.apply(x).apply(pooling);
        Var loss = pooled.times(trace.input("factor", pooled.type())).sum();
        trace.output("gradient", Gradients.of(loss, List.of(x)).get(0));
        return trace.finish();
    }

    /** The type of what the function's gradient is taken of. */
    private static ArrayType derived(Program program) {
        Instruction derivative = program.instructions().stream()
                .filter(instruction -> instruction.op() instanceof ElementwiseBackward)
                .findFirst()
                .orElseThrow();
        return program.value(derivative.output()).type();
    }

    /** For numbers of so many steps from 0 to 1 and to -1. */
    private static float[] gradient(Program program, int steps) {
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard());
        Random random = new Random(7);
        for (String input : List.of("x", "factor")) {
            float[] numbers = new float[Runs.input(plan, input).type().elements()];
            for (int index = 0; index < numbers.length; index++) {
                numbers[index] = Math.round((2 * random.nextFloat() - 1) * steps) / (float) steps;
            }
            Runs.input(plan, input).write(numbers);
        }
        plan.run();
        return Runs.output(plan, "gradient").toFloats();
    }

    /** The same numbers; 0 and -0 are the same. */
    private static void assertSame(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int index = 0; index < expected.length; index++) {
            assertTrue(expected[index] == actual[index], "at " + index + ": " + expected[index] + ", " + actual[index]);
        }
    }
}
