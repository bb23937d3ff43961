package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Recurrence;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** A provider that lets matrix products read their weights where they lie, without a packed copy in each plan: for many plans of one model, each of which runs now and then. */
record WeightsInPlace(KernelProvider provider) implements KernelProvider {

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        KernelMaker maker = provider.start(program, kernels, whole);
        return new KernelMaker() {
            @Override
            public boolean make(Work work) {
                return maker.make(isProduct(work.op()) && !work.prologue() ? inPlace(work) : work);
            }

            @Override
            public void finish() {
                maker.finish();
            }
        };
    }

    private static boolean isProduct(Op op) {
        return op instanceof MatMul || (op instanceof Fused fused && fused.base() instanceof MatMul);
    }

    /** As if the matrix were another one in each run. */
    private static Work inPlace(Work work) {
        Set<Integer> stable = new HashSet<>(work.stableInputs());
        stable.remove(1);
        return new Work(
                work.op(), work.inputs(), work.outputs(), work.inputIds(), work.outputIds(), stable, work.prologue());
    }

    @Override
    public OptionalInt noteLength(Recurrence op, List<ArrayType> operands, int threads) {
        return provider.noteLength(op, operands, threads);
    }
}
