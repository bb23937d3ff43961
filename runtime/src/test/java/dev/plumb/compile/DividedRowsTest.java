package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.onednn.OneDnn;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.pass.QuantizeProducts;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.team.DividedKernel;
import dev.plumb.engine.team.HotTeam;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Session;
import java.lang.management.ManagementFactory;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A product of one row that threads share has the bits of the whole, and is shared only where it should be. */
final class DividedRowsTest {
    private static final OneDnn ONE_DNN = OneDnn.create();
    private static final List<KernelProvider> WHOLE = KernelProviders.of(ONE_DNN);
    private static final List<KernelProvider> DIVIDED = KernelProviders.of(ONE_DNN.withTeam(new HotTeam(4)));

    /** What a product is followed by. */
    enum After {
        NOTHING,
        BIAS,
        RELU,
        GELU,
        RESIDUAL
    }

    private static Program product(int inner, int columns, boolean transposed, After after) {
        return Passes.apply(Passes.forStableWeights(), traced(inner, columns, transposed, after));
    }

    private static Program traced(int inner, int columns, boolean transposed, After after) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(1, 1, inner));
        Var weights = trace.weight(
                "weights", transposed ? ArrayType.float32(columns, inner) : ArrayType.float32(inner, columns));
        Var bias = trace.weight("bias", ArrayType.float32(columns));
        Var y = x.matmul(weights, false, transposed);
        trace.output(
                "y",
                switch (after) {
                    case NOTHING -> y;
                    case BIAS -> y.plus(bias);
                    case RELU -> y.plus(bias).relu();
                    case GELU -> y.plus(bias).gelu(false);
                    case RESIDUAL -> y.plus(bias).plus(trace.input("residual", ArrayType.float32(1, 1, columns)));
                });
        return trace.finish();
    }

    private static float[] result(Plan plan, int inner, int columns, After after) {
        Runs.input(plan, "x").write(Runs.random(1, inner).numbers());
        Runs.weight(plan, "weights").write(Runs.random(2, inner * columns).numbers());
        if (after != After.NOTHING) {
            Runs.weight(plan, "bias").write(Runs.random(3, columns).numbers());
        }
        if (after == After.RESIDUAL) {
            Runs.input(plan, "residual").write(Runs.random(4, columns).numbers());
        }
        plan.run();
        return Runs.output(plan, "y").toFloats();
    }

    private static Program heads(int heads, int inner, int columns, boolean transposed) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(1, heads, 1, inner));
        Var matrices = trace.input(
                "matrices",
                transposed ? ArrayType.float32(1, heads, columns, inner) : ArrayType.float32(1, heads, inner, columns));
        Var added = trace.input("added", ArrayType.float32(1, 1, 1, columns));
        trace.output("y", x.matmul(matrices, false, transposed).plus(added));
        return Passes.apply(Passes.forStableWeights(), trace.finish());
    }

    private static float[] result(Plan plan, int heads, int inner, int columns) {
        Runs.input(plan, "x").write(Runs.random(1, heads * inner).numbers());
        Runs.input(plan, "matrices")
                .write(Runs.random(2, heads * inner * columns).numbers());
        Runs.input(plan, "added").write(Runs.random(3, columns).numbers());
        plan.run();
        return Runs.output(plan, "y").toFloats();
    }

    @Property(tries = 12)
    void theBitsOfHeadsAreThoseOfTheWhole(
            @ForAll @IntRange(min = 2, max = 12) int heads,
            @ForAll @IntRange(min = 16, max = 64) int small,
            @ForAll @IntRange(min = 1600, max = 2000) int large,
            @ForAll boolean areScores) {
        int inner = areScores ? small : large;
        int columns = areScores ? large : small;
        Program program = heads(heads, inner, columns, areScores);
        Plan whole = Plan.prepare(program, Bindings.none(), WHOLE);
        Plan divided = Plan.prepare(program, Bindings.none(), DIVIDED);
        assertEquals(0, divided(whole));
        assertEquals(1, divided(divided));
        assertArrayEquals(result(whole, heads, inner, columns), result(divided, heads, inner, columns));
        whole.close();
        divided.close();
    }

    private static long divided(Plan plan) {
        return plan.kernels().stream().filter(DividedKernel.class::isInstance).count();
    }

    @Property(tries = 25)
    void itsBitsAreThoseOfTheWhole(
            @ForAll @IntRange(min = 200, max = 1100) int inner,
            @ForAll @IntRange(min = 250, max = 1100) int columns,
            @ForAll boolean transposed,
            @ForAll After after) {
        Program program = product(inner, columns, transposed, after);
        Plan whole = Plan.prepare(program, Bindings.none(), WHOLE);
        Plan divided = Plan.prepare(program, Bindings.none(), DIVIDED);
        assertEquals(0, divided(whole));
        assertEquals(1, divided(divided));
        float[] expected = result(whole, inner, columns, after);
        assertArrayEquals(expected, result(divided, inner, columns, after));
        for (int again = 0; again < 20; again++) { // now other threads may be there, too
            divided.run();
            assertArrayEquals(expected, Runs.output(divided, "y").toFloats());
        }
        whole.close();
        divided.close();
    }

    @Test
    void aSmallOneIsWhole() {
        assertEquals(0, divided(Plan.prepare(product(128, 256, false, After.RELU), Bindings.none(), DIVIDED)));
        assertEquals(0, divided(Plan.prepare(product(20_000, 64, false, After.RELU), Bindings.none(), DIVIDED)));
    }

    /** oneDNN packs no part of a matrix of whole numbers. */
    @Test
    void oneOfWholeNumbersIsWhole() {
        assumeTrue(Processor.lackForInt8().isEmpty());
        for (int columns : new int[] {256, 400, 640}) {
            Program program = Passes.apply(
                    Passes.forStableWeights(),
                    new QuantizeProducts(value -> true).apply(traced(784, columns, false, After.RELU)));
            Plan whole = Plan.prepare(program, Bindings.none(), WHOLE);
            Plan divided = Plan.prepare(program, Bindings.none(), DIVIDED);
            assertEquals(0, divided(divided));
            assertArrayEquals(result(whole, 784, columns, After.RELU), result(divided, 784, columns, After.RELU));
            whole.close();
            divided.close();
        }
    }

    private static Graph graph() {
        SequentialBuilder line = SequentialBuilder.named("Line", 784);
        line.add(Layers.dense(256).activation(ActivationFunction.RELU));
        return line.add(Layers.dense(10).activation(ActivationFunction.SOFTMAX)).build();
    }

    static boolean hasSeveralCores() {
        return Threads.cores() > 1;
    }

    @Test
    @EnabledIf("hasSeveralCores")
    void oneExampleIsSharedUnlessThreadsAreSaid() {
        assertEquals(1, divided(plan(1, Threads.BY_WORK)));
        assertEquals(1, divided(plan(1, Threads.BESIDE_OTHERS)));
        assertEquals(0, divided(plan(1, 1)));
        assertEquals(0, divided(plan(1, 2)));
        assertEquals(0, divided(plan(2, Threads.BY_WORK)));
    }

    private static Plan plan(int batch, int limit) {
        Program program = PredictProgram.of(graph(), batch).program();
        int threads = Threads.ofPrediction(program, batch, limit);
        return Plan.prepare(
                program,
                Bindings.none(),
                KernelProviders.ofPrediction(batch, Threads.areRowsShared(threads, limit)),
                threads);
    }

    @Test
    void aRunAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Session session = Network.create(graph(), 1).session()) {
            for (int i = 0; i < 20_000; i++) {
                session.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                session.run();
            }
            assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000, "bytes a run");
        }
    }
}
