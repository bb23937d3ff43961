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
import java.util.function.Predicate;

/**
 * A provider that lets matrix products read their weights where they lie, without a packed copy in each plan: for many plans of one model, each of which runs now and then.
 *
 * @param which for what matrices
 */
record WeightsInPlace(KernelProvider provider, Predicate<ArrayType> which) implements KernelProvider {
    /** As many numbers as the second cache of a core holds: copies of the same matrix in several plans would drive each other out of it. */
    private static final int MOST_IN_CACHE = 1 << 18;

    /** Rows of 4 KB and more lie at the same places of the first cache; packed they do not. */
    private static final int LONG_ROW = 1024;

    /** For all matrices. */
    static WeightsInPlace always(KernelProvider provider) {
        return new WeightsInPlace(provider, weights -> true);
    }

    /** For those that are read as fast where they lie as packed: measured with 2 to 64 examples. */
    static WeightsInPlace small(KernelProvider provider) {
        return new WeightsInPlace(
                provider, weights -> weights.elements() <= MOST_IN_CACHE && weights.size(-1) < LONG_ROW);
    }

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        KernelMaker maker = provider.start(program, kernels, whole);
        return new KernelMaker() {
            @Override
            public boolean make(Work work) {
                boolean isProduct = isProduct(work.op()) && !work.prologue();
                return maker.make(isProduct && which.test(work.input(1).type()) ? inPlace(work) : work);
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
