package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Plans of several sizes read the same weights, and give what plans with packed ones give. */
final class WeightsInPlaceTest {

    @Property(tries = 40)
    void theResultsAreTheSame(
            @ForAll @IntRange(min = 2, max = 70) int examples,
            @ForAll @IntRange(min = 1, max = 300) int inner,
            @ForAll @IntRange(min = 1, max = 300) int units) {
        Program program = layer(examples, inner, units);
        float[] expected = outputs(plan(program, 1), examples, inner, units);
        assertArrayEquals(expected, outputs(plan(program, examples), examples, inner, units), 1e-4f);
    }

    @Test
    void aPlanOfSeveralExamplesHasNoCopyOfASmallMatrix() {
        assertEquals(List.of(), plan(layer(16, 784, 256), 16).prologue());
    }

    @Test
    void aLargeMatrixIsPacked() {
        assertEquals(
                List.of("pack weights"),
                plan(layer(16, 512, 1024), 16).prologue().stream()
                        .map(Kernel::label)
                        .toList());
    }

    private static Plan plan(Program program, int batch) {
        return Plan.prepare(program, Bindings.none(), KernelProviders.ofPrediction(batch, false));
    }

    private static Program layer(int examples, int inner, int units) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(examples, inner));
        Var matrix = trace.weight("matrix", ArrayType.float32(inner, units));
        trace.output("y", x.matmul(matrix).relu());
        return Passes.optimize(trace.finish());
    }

    private static float[] outputs(Plan plan, int examples, int inner, int units) {
        Runs.input(plan, "x").write(Runs.random(1, examples, inner).numbers());
        Runs.weight(plan, "matrix").write(Runs.random(2, inner, units).numbers());
        plan.run();
        float[] result = Runs.output(plan, "y").toFloats();
        plan.close();
        return result;
    }
}
