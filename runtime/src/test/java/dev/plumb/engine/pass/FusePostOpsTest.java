package dev.plumb.engine.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is fused, and that it changes no bit. */
final class FusePostOpsTest {
    private static final int WIDTH = 256;

    /** A product reads a large array in a pass of its own, which what follows is then a part of. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1023, 1", "1024, 2", "1025, 2"})
    void aProductReadsNoLargeArray(int rows, int kernels) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(rows, 5));
        Var w = trace.input("w", ArrayType.float32(5, WIDTH));
        Var row = trace.input("row", ArrayType.float32(WIDTH));
        Var a = trace.input("a", ArrayType.float32(rows, WIDTH));
        trace.output("y", x.matmul(w).plus(row).plus(a).relu());
        assertFused(kernels, trace.finish());
    }

    @ParameterizedTest
    @CsvSource({"1", "1023", "1025", "5000"})
    void chainsOfElementsAreOneKernel(int rows) {
        Trace trace = new Trace();
        ArrayType type = ArrayType.float32(rows, WIDTH);
        Var x = trace.input("x", type);
        Var sum = x.times(trace.input("a", type)).plus(trace.input("b", type));
        trace.output(
                "y", sum.minus(trace.input("row", ArrayType.float32(WIDTH))).tanh());
        assertFused(1, trace.finish());
    }

    private static void assertFused(int kernels, Program traced) {
        Program fused = Passes.optimize(traced);
        Verifier.verify(fused);
        List<Pass> others = new ArrayList<>(Passes.standard());
        others.remove(new FusePostOps());
        Plan plan = Runs.prepare(fused, Bindings.none());
        assertEquals(kernels, plan.kernels().size());
        assertArrayEquals(result(Runs.prepare(Passes.apply(others, traced), Bindings.none())), result(plan));
    }

    private static float[] result(Plan plan) {
        for (String input : List.of("x", "w", "row", "a", "b")) {
            if (plan.program().values().stream().anyMatch(value -> value.label().equals(input))) {
                int elements = Runs.input(plan, input).type().elements();
                Runs.input(plan, input)
                        .write(Runs.random(input.hashCode(), elements).numbers());
            }
        }
        plan.run();
        return Runs.output(plan, "y").toFloats();
    }
}
