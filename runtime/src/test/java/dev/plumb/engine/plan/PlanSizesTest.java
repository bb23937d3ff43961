package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.KernelProviders;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.WriteRows;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One plan of several sizes does what a plan of each does. */
final class PlanSizesTest {
    private static final int HEADS = 3;
    private static final int FEATURES = 5;

    /** The last of some rows joins a cache, and looks at all of it. */
    private static Program looking(int room) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(HEADS, 1, FEATURES));
        Var position = trace.input("position", ArrayType.int32());
        Var row = x.matmul(trace.weight("w", ArrayType.float32(FEATURES, FEATURES)))
                .relu();
        Var cache = trace.weight("cache", ArrayType.float32(HEADS, room, FEATURES));
        Var written = cache.apply(new WriteRows(1), row, position);
        trace.assign(cache, written);
        trace.output("y", row.matmul(written, false, true).softmax(-1).matmul(written));
        return Passes.optimize(trace.finish());
    }

    private static Plan sizes(Program... programs) {
        return Plan.prepareSizes(List.of(programs), Bindings.none(), KernelProviders.standard(), 1);
    }

    @Test
    void eachSizeGivesTheNumbersOfAPlanOfItsOwn() {
        int[] rooms = {4, 16, 23};
        Plan all = sizes(Arrays.stream(rooms).mapToObj(PlanSizesTest::looking).toArray(Program[]::new));
        for (int size : new int[] {2, 0, 1, 0, 2}) {
            Plan own = Runs.prepare(looking(rooms[size]), Bindings.none());
            float[] cache = Runs.random(size, HEADS, rooms[size], FEATURES).numbers();
            for (Plan plan : List.of(own, all)) {
                Runs.input(plan, "x").write(Runs.random(1, HEADS, FEATURES).numbers());
                Runs.input(plan, "position").write(3);
                Runs.weight(plan, "w").write(Runs.random(2, FEATURES, FEATURES).numbers());
                Runs.weight(plan, "cache").floats().put(0, cache);
                plan.weightsChanged();
            }
            all.choose(size);
            own.run();
            all.run();
            assertArrayEquals(
                    Runs.output(own, "y").toFloats(), Runs.output(all, "y").toFloats());
            float[] kept = Runs.weight(all, "cache").toFloats();
            assertArrayEquals(Runs.weight(own, "cache").toFloats(), Arrays.copyOf(kept, cache.length));
        }
    }

    @Test
    void whatIsTheSameInAllIsPreparedOnce() {
        Plan one = Runs.prepare(looking(192), Bindings.none());
        Plan all = sizes(looking(64), looking(128), looking(192));
        // What depends on the size is one kernel for each instruction, also the softmax and what looks for NaN in it.
        assertEquals(one.kernels().size() - 1, all.kernels().size());
        assertEquals(one.prologue().size(), all.prologue().size());
        assertEquals(one.arenaBytes(), all.arenaBytes());
    }

    @Test
    void whatDiffersInMoreThanSizesIsRefused() {
        Trace trace = new Trace();
        trace.output("y", trace.input("x", ArrayType.float32(3)).relu());
        Program other = trace.finish();
        assertRefused("differs from the last in more than sizes", other, looking(4));
        assertRefused("or is larger", looking(5), looking(4));
    }

    @Test
    void aSizeOfWhatFollowsFromWeightsAloneIsRefused() {
        assertRefused("reads nothing but weights and constants", stable(2), stable(3));
    }

    private static Program stable(int rows) {
        Trace trace = new Trace();
        trace.output("y", trace.weight("w", ArrayType.float32(rows)).tanh());
        return trace.finish();
    }

    private static void assertRefused(String reason, Program... programs) {
        String message = assertThrows(IllegalArgumentException.class, () -> sizes(programs))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void onlySizesThatThereAre() {
        Plan plan = sizes(looking(4), looking(5));
        assertThrows(IndexOutOfBoundsException.class, () -> plan.choose(2));
    }
}
