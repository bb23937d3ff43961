package dev.plumb.engine.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.Value;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of one row that become one, those that do not, and that the numbers stay. */
final class JoinProductsTest {
    private static final int FEATURES = 40;
    private static final float TOLERANCE = 1e-5f;

    private final Trace trace = new Trace();

    static Stream<BiFunction<Trace, Var, List<Var>>> joined() {
        return Stream.of(
                (trace, x) -> List.of(product(trace, x, 60), product(trace, x, 30), product(trace, x, 7)),
                (trace, x) -> List.of(biased(trace, x, 300), biased(trace, x, 301), biased(trace, x, 1)),
                (trace, x) -> List.of(
                        biased(trace, x, 30).logistic(), biased(trace, x, 60).logistic()),
                (trace, x) -> List.of(
                        product(trace, x, 30).plus(trace.weight("row", ArrayType.float32(1, 30))),
                        biased(trace, x, 60)),
                // The first is read before the last is made, as key and value are.
                (trace, x) -> List.of(
                        biased(trace, x, 60).softmax(-1), biased(trace, x, 61).softmax(-1), biased(trace, x, 62)));
    }

    private static Var product(Trace trace, Var x, int columns) {
        return x.matmul(trace.weight("w" + columns, ArrayType.float32(FEATURES, columns)));
    }

    private static Var biased(Trace trace, Var x, int columns) {
        return product(trace, x, columns).plus(trace.weight("b" + columns, ArrayType.float32(columns)));
    }

    @ParameterizedTest
    @MethodSource("joined")
    void oneProductOfSeveral(BiFunction<Trace, Var, List<Var>> model) {
        assertProducts(1, model.apply(trace, trace.input("x", ArrayType.float32(1, FEATURES))));
    }

    @ParameterizedTest
    @MethodSource("joined")
    void ofAStepOfASequence(BiFunction<Trace, Var, List<Var>> model) {
        assertProducts(1, model.apply(trace, trace.input("x", ArrayType.float32(1, 1, FEATURES))));
    }

    @Test
    void partsOfSeveralRowsDoNotLieTogether() {
        Var x = trace.input("x", ArrayType.float32(2, FEATURES));
        assertProducts(2, List.of(product(trace, x, 30), product(trace, x, 60)));
    }

    @Test
    void whatFollowsIsTheSameForAll() {
        Var x = trace.input("x", ArrayType.float32(1, FEATURES));
        assertProducts(
                3,
                List.of(
                        biased(trace, x, 30).relu(),
                        biased(trace, x, 31).relu(),
                        biased(trace, x, 60),
                        product(trace, x, 61)));
    }

    @Test
    void weightsOfOtherRowsAndMatricesOfTheRun() {
        Var x = trace.input("x", ArrayType.float32(1, FEATURES));
        Var y = trace.input("y", ArrayType.float32(1, FEATURES));
        Var matrix = trace.input("matrix", ArrayType.float32(FEATURES, 60));
        assertProducts(3, List.of(product(trace, x, 60), product(trace, y, 30), x.matmul(matrix)));
    }

    @Test
    void largeWeightsAreNotCopied() {
        Var x = trace.input("x", ArrayType.float32(1, FEATURES));
        assertProducts(2, List.of(product(trace, x, 4000), product(trace, x, 4001)));
    }

    @Test
    void weightsThatTheProgramWritesAreOthersInEachRun() {
        Var x = trace.input("x", ArrayType.float32(1, FEATURES));
        Var weights = trace.weight("w", ArrayType.float32(FEATURES, 30));
        List<Var> results = List.of(x.matmul(weights), product(trace, x, 60));
        trace.assign(weights, weights.times(0.5f));
        assertProducts(2, results);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theGatesOfACell(boolean areStable) {
        Var h = trace.input("h", ArrayType.float32(1, FEATURES));
        Var x = trace.input("x", ArrayType.float32(5, 1, 30));
        ArrayType kernel = ArrayType.float32(30, FEATURES);
        ArrayType recurrent = ArrayType.float32(FEATURES, FEATURES);
        List<Var> weights = new ArrayList<>();
        for (ArrayType type : List.of(kernel, recurrent, kernel, recurrent)) {
            weights.add(areStable ? trace.weight("w", type) : trace.input("w", type));
        }
        BodyTrace step = new BodyTrace(trace, List.of(h.type()), List.of(ArrayType.float32(1, 30)));
        Var gate = step.slice(0).matmul(weights.get(0)).plus(step.state(0).matmul(weights.get(1)));
        Var other = step.slice(0).matmul(weights.get(2)).plus(step.state(0).matmul(weights.get(3)));
        LoopBody body = step.finish(List.of(gate.tanh().times(other.logistic())), List.of());
        List<Var> operands = new ArrayList<>(List.of(h, x));
        operands.addAll(step.captured());
        List<Var> results = trace.record(new Loop(body, 5, false), operands);
        // To the others the first are added, within them.
        assertProducts(areStable ? 3 : 4, results);
    }

    private void assertProducts(int expected, List<Var> results) {
        for (int i = 0; i < results.size(); i++) {
            trace.output("y" + i, results.get(i));
        }
        Program program = trace.finish();
        Program joined = Passes.apply(Passes.forStableWeights(), program);
        Verifier.verify(joined);
        List<Pass> others = new ArrayList<>(Passes.forStableWeights());
        others.remove(new JoinProducts());
        Plan plan = Runs.prepare(joined, Bindings.none());
        Plan separate = Runs.prepare(Passes.apply(others, program), Bindings.none());
        assertEquals(
                expected,
                plan.kernels().stream()
                        .flatMap(kernel -> kernel.parts().isEmpty() ? Stream.of(kernel) : kernel.parts().stream())
                        .filter(kernel -> kernel.label().startsWith("MatMul"))
                        .count(),
                () -> "kernels of " + plan.program());
        for (int seed = 0; seed < 2; seed++) {
            for (Plan one : List.of(plan, separate)) {
                fill(one, seed);
                one.run();
            }
            for (int i = 0; i < results.size(); i++) {
                assertArrayEquals(
                        Runs.output(separate, "y" + i).toFloats(),
                        Runs.output(plan, "y" + i).toFloats(),
                        TOLERANCE);
            }
        }
    }

    private static void fill(Plan plan, int seed) {
        for (Value value : plan.program().values()) {
            if (value.kind() == Value.Kind.INPUT || value.kind() == Value.Kind.WEIGHT) {
                float[] numbers = Runs.random(
                                seed + 31L * value.id(), value.type().elements())
                        .numbers();
                plan.slot(new Var(new Trace(), value.id(), value.type())).write(numbers);
            }
        }
        plan.weightsChanged();
    }
}
