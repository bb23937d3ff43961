package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Pass;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.pass.Verifier;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.DropoutMask;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import dev.plumb.ops.op.Window;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void adamIsFourKernelsInPlace() {
        Plan plan = Runs.prepare(Passes.optimize(adam(1000)), Bindings.none());
        assertEquals(4, plan.kernels().size(), () -> labels(plan).toString());
        float[] m = Runs.random(1, 1000).numbers();
        float[] v = Runs.positive(2, 1000).numbers();
        float[] w = Runs.random(3, 1000).numbers();
        float[] g = Runs.random(4, 1000).numbers();
        Runs.weight(plan, "m").write(m);
        Runs.weight(plan, "v").write(v);
        Runs.weight(plan, "w").write(w);
        Runs.input(plan, "g").write(g);
        Runs.input(plan, "alpha").write(0.25f);
        plan.run();
        for (int index = 0; index < 1000; index++) {
            m[index] += (g[index] - m[index]) * 0.1f;
            v[index] += (g[index] * g[index] - v[index]) * 0.001f;
            w[index] -= 0.25f * m[index] / ((float) Math.sqrt(v[index]) + 1e-7f);
        }
        assertArrayEquals(m, Runs.weight(plan, "m").toFloats(), 1e-6f);
        assertArrayEquals(v, Runs.weight(plan, "v").toFloats(), 1e-6f);
        assertArrayEquals(w, Runs.weight(plan, "w").toFloats(), 1e-5f);
    }

    static Program adam(int size) {
        Trace trace = new Trace();
        ArrayType type = ArrayType.float32(size);
        Var m = trace.weight("m", type);
        Var v = trace.weight("v", type);
        Var w = trace.weight("w", type);
        Var g = trace.input("g", type);
        Var alpha = trace.input("alpha", ArrayType.float32());
        Var newM = m.plus(g.minus(m).times(0.1f));
        Var newV = v.plus(g.times(g).minus(v).times(0.001f));
        trace.assign(m, newM);
        trace.assign(v, newV);
        trace.assign(w, w.minus(alpha.times(newM).dividedBy(newV.sqrt().plus(1e-7f))));
        return trace.finish();
    }

    @Test
    void aClosedPlanDoesNotRunAndHasLeftItsMemory() {
        Plan plan = Runs.prepare(Passes.optimize(adam(1000)), Bindings.none());
        assertTrue(plan.nativeBytes() > 4 * 1000 * Float.BYTES, () -> "holds " + plan.nativeBytes());
        plan.run();
        Slot weight = Runs.weight(plan, "w");
        FloatBuffer input = Runs.input(plan, "g").floats();
        plan.close();
        plan.close();
        assertThrows(IllegalStateException.class, plan::run);
        assertThrows(IllegalStateException.class, weight::floats);
        input.put(0, 1); // whoever fills an input may keep the buffer
    }

    @Test
    void denseLayersAreOneKernelEach() {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(4, 8));
        Var w = trace.weight("w", ArrayType.float32(8, 3));
        Var b = trace.weight("b", ArrayType.float32(3));
        trace.output("y", x.matmul(w).plus(b).relu());
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        assertEquals(1, plan.kernels().size(), () -> labels(plan).toString());
    }

    @Test
    void fusedAndUnfusedProgramsAgreeAndEveryPassLeavesAValidProgram() {
        Function<List<Var>, Var> network = v -> {
            Var h = v.get(0).matmul(v.get(1)).plus(v.get(2)).tanh();
            Var r = h.matmul(v.get(3)).plus(v.get(0)).relu(0.1f);
            return v.get(2)
                    .slice(0, 0, 1)
                    .minus(r.times(r).plus(1).log())
                    .dividedBy(h.sum(1).reshape(5, 1).plus(9));
        };
        Runs.Array[] operands = {Runs.random(1, 5, 4), Runs.random(2, 4, 6), Runs.random(3, 6), Runs.random(4, 6, 4)};
        assertArrayEquals(Runs.run(network, false, operands), Runs.run(network, true, operands), 1e-5f);
        Trace trace = new Trace();
        trace.output("result", network.apply(Runs.inputs(trace, operands)));
        Program program = trace.finish();
        for (Pass pass : Passes.standard()) {
            program = pass.apply(program);
            Verifier.verify(program);
        }
    }

    @Test
    void assignmentsSeeOldValuesEvenWhenTheySwap() {
        Trace trace = new Trace();
        Var a = trace.weight("a", ArrayType.float32(2));
        Var b = trace.weight("b", ArrayType.float32(2));
        trace.assign(a, b);
        trace.assign(b, a.plus(1));
        trace.output("before", a);
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        Runs.weight(plan, "a").write(1f, 2f);
        Runs.weight(plan, "b").write(3f, 4f);
        plan.run();
        assertArrayEquals(new float[] {3, 4}, Runs.weight(plan, "a").toFloats());
        assertArrayEquals(new float[] {2, 3}, Runs.weight(plan, "b").toFloats());
        assertArrayEquals(new float[] {1, 2}, Runs.output(plan, "before").toFloats());
    }

    @Test
    void whatDependsOnWeightsAloneIsComputedOnceUntilTheyChange() {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(2));
        Var w = trace.weight("w", ArrayType.float32(2));
        trace.output("y", x.times(w.exp()));
        Storage storage = Storage.ofFloats(10);
        Plan plan = Runs.prepare(trace.finish(), Bindings.none().weight(w, storage, 8));
        assertEquals(1, plan.prologue().size());
        Runs.input(plan, "x").write(1f, 2f);
        plan.run();
        assertArrayEquals(new float[] {1, 2}, Runs.output(plan, "y").toFloats());
        storage.floats().put(2, 1f);
        plan.run();
        assertArrayEquals(new float[] {1, 2}, Runs.output(plan, "y").toFloats());
        plan.weightsChanged();
        plan.run();
        assertArrayEquals(
                new float[] {(float) Math.E, 2}, Runs.output(plan, "y").toFloats(), 1e-5f);
    }

    @Test
    void boundOutputsAreWrittenToTheirPlace() {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(2));
        Var doubled = x.times(2);
        trace.output("doubled", doubled);
        trace.output("same", x);
        Storage storage = Storage.ofFloats(4);
        Bindings bindings = Bindings.none().output(doubled, storage, 0).output(x, storage, 8);
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), bindings);
        Runs.input(plan, "x").write(1f, 2f);
        plan.run();
        float[] numbers = new float[4];
        storage.floats().get(numbers);
        assertArrayEquals(new float[] {2, 4, 1, 2}, numbers);
    }

    @Test
    void anIdOutsideOfTheTableIsAnErrorThatNamesIt() {
        Trace trace = new Trace();
        Var table = trace.weight("table", ArrayType.float32(3, 2));
        Var ids = trace.input("ids", ArrayType.int32(2));
        trace.output("rows", table.gatherRows(ids));
        Plan plan = Runs.prepare(trace.finish(), Bindings.none());
        Runs.input(plan, "ids").write(0, 3);
        IndexOutOfBoundsException error = assertThrows(IndexOutOfBoundsException.class, plan::run);
        assertEquals("Gather: id 3 is outside of 0 to 2", error.getMessage());
    }

    @Test
    void dropoutMasksFollowTheSeedAndKeepTheExpectedShare() {
        Trace trace = new Trace();
        Var seed = trace.input("seed", ArrayType.int32());
        trace.output("one", seed.apply(new DropoutMask(0.25f, List.of(100, 1000), 1)));
        trace.output("two", seed.apply(new DropoutMask(0.25f, List.of(100, 1000), 2)));
        Plan plan = Runs.prepare(trace.finish(), Bindings.none());
        Runs.input(plan, "seed").write(7);
        plan.run();
        float[] first = Runs.output(plan, "one").toFloats();
        float[] other = Runs.output(plan, "two").toFloats();
        plan.run();
        assertArrayEquals(first, Runs.output(plan, "one").toFloats(), "same seed, same bits");
        Runs.input(plan, "seed").write(8);
        plan.run();
        float[] later = Runs.output(plan, "one").toFloats();
        assertShare(0.25, share(first, first));
        assertShare(0.0625, share(first, other));
        assertShare(0.0625, share(first, later));
        for (float value : first) {
            assertTrue(value == 0 || value == 1 / 0.75f);
        }
    }

    @Test
    void twoPlansOfOneProgramGiveTheSameBits() {
        Runs.Array x = Runs.random(1, 32, 100);
        Runs.Array w = Runs.random(2, 100, 50);
        Function<List<Var>, Var> gradient = v -> {
            Var loss = v.get(0).matmul(v.get(1)).tanh().logSoftmax(-1).square().mean();
            return Gradients.of(loss, List.of(v.get(1))).get(0);
        };
        assertArrayEquals(Runs.run(gradient, x, w), Runs.run(gradient, x, w), 0f);
    }

    @Test
    void thePoolingGradientDoesNotDependOnWhereTheOutputCameFrom() {
        Pooling pooling = new Pooling(Pooling.Kind.MAX, List.of(2), Window.valid(1));
        Runs.Array x = Runs.array(List.of(1, 3, 1), 1, 5, 2);
        Runs.Array y = Runs.array(List.of(1, 2, 1), 5, 5);
        Runs.Array slope = Runs.array(List.of(1, 2, 1), 3, 4);
        assertArrayEquals(
                new float[] {0, 7, 0},
                Runs.run(v -> v.get(0).apply(new PoolingBackward(pooling), v.get(1), v.get(2)), x, y, slope));
    }

    @Test
    void anOutputThatIsAViewOfATemporaryKeepsItsNumbers() {
        Runs.Array x = Runs.random(1, 4, 3);
        float[] row = Runs.run(
                v -> {
                    Var part = v.get(0).times(2).slice(0, 2, 1);
                    // Later work of the same size must not land on the row.
                    Var later = v.get(0).exp().log().sum();
                    return part.plus(later.times(0)).reshape(3);
                },
                x);
        for (int column = 0; column < 3; column++) {
            assertEquals(2 * x.numbers()[6 + column], row[column], 1e-6f);
        }
    }

    @Test
    void aRunAllocatesNothingOnTheHeap() {
        Plan plan = Runs.prepare(Passes.optimize(adam(1000)), Bindings.none());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        for (int run = 0; run < 500; run++) {
            plan.run();
        }
        long before = threads.getThreadAllocatedBytes(id);
        for (int run = 0; run < 500; run++) {
            plan.run();
        }
        // Measuring itself takes a few objects; one object per run would be at least 8,000 bytes.
        assertTrue(threads.getThreadAllocatedBytes(id) - before < 4000);
    }

    /** Share of places at which both masks drop. */
    private static double share(float[] left, float[] right) {
        int count = 0;
        for (int index = 0; index < left.length; index++) {
            count += left[index] == 0 && right[index] == 0 ? 1 : 0;
        }
        return count / (double) left.length;
    }

    private static void assertShare(double expected, double actual) {
        // Five standard deviations of 100,000 draws.
        assertEquals(expected, actual, 5 * Math.sqrt(expected * (1 - expected) / 100_000));
    }

    private static List<String> labels(Plan plan) {
        return plan.kernels().stream().map(Kernel::label).toList();
    }

    @Test
    void aResultIsNotMadeOverAnOperandOfWhichARowIsReadLater() {
        Array x = Runs.array(List.of(3, 2), 1, 2, 3, 4, 5, 6);
        float[] sums = Runs.run(
                v -> {
                    Var doubled = v.get(0).times(2);
                    return doubled.plus(doubled.slice(0, 0, 1).reshape(2));
                },
                false,
                x);
        assertArrayEquals(new float[] {4, 8, 8, 12, 12, 16}, sums);
    }
}
