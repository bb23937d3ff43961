package dev.plumb.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.ScaledDotProductAttention;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention in tiles takes memory that grows with the length of a sequence, and not with its square. */
final class LongAttentionTest {
    private static long bytes(int steps, boolean padded) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(1, steps, 3 * 32));
        AttentionHeads heads = new AttentionHeads(4, 4, 8, 8, AttentionHeads.Packing.ALL);
        AttentionMask mask = new AttentionMask(AttentionMask.UNLIMITED, 0, padded, padded, false, -1e30f);
        ScaledDotProductAttention op = new ScaledDotProductAttention(heads, 0.3f, mask, 128);
        Var valid = trace.input("valid", ArrayType.float32(1, steps));
        Var found = padded ? x.apply(op, valid, valid) : x.apply(op);
        trace.output("gradient", Gradients.of(found.square().sum(), List.of(x)).get(0));
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        try {
            return plan.nativeBytes();
        } finally {
            plan.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void memoryGrowsWithTheLength(boolean padded) {
        long half = bytes(1024, padded) - bytes(512, padded);
        long whole = bytes(2048, padded) - bytes(1024, padded);
        assertTrue(whole < 2.5 * half, half + " and then " + whole);
        assertTrue(bytes(2048, padded) < 4L * 2048 * 2048 * 4, "less than all weights");
    }
}
