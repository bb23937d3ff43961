package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.PostOp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions with clipping in their epilogue, where oneDNN would make a number of NaN. Weights and what else stays the same between runs is looked at when
 * it changes, the source in each run: only the sum of its squares, which is cheap beside a convolution. A source that was clipped itself, and was
 * looked at so, needs no look.
 */
final class ClippedConvolutions {

    /** Clipped to less, so many squares as an array can hold are no suspicion. */
    private static final float LARGEST_LIMIT = 1e9f;

    private final Session session;
    private final Contractions contractions;
    private final KernelList kernels;
    private final Suspicion suspicion = new Suspicion();
    /** Values that are clipped and no suspicion. */
    private final BitSet clipped = new BitSet();

    ClippedConvolutions(Session session, Contractions contractions, KernelList kernels) {
        this.session = session;
        this.contractions = contractions;
        this.kernels = kernels;
    }

    /** What the results of a convolution are clipped to at the end, or null if they are not. */
    static @Nullable Elementwise clipping(Fused op) {
        return op.base() instanceof Convolution
                        && !op.postOps().isEmpty()
                        && op.postOps().get(op.postOps().size() - 1) instanceof PostOp.Apply last
                        && last.elementwise().function() == ElementFunction.CLIP
                ? last.elementwise()
                : null;
    }

    /**
     * Adds the kernels of a convolution that is clipped.
     *
     * @param careful adds those that keep NaN
     */
    void make(Fused op, Work work, Epilogue epilogue, Runnable careful) {
        if (!mayGuard(op, work)) {
            careful.run();
            return;
        }
        KernelList.Mark mark = kernels.mark();
        careful.run();
        List<Kernel> slow = takeBack(mark);
        try {
            contractions.convolution((Convolution) op.base(), work, epilogue, work.output(0));
        } catch (Natives.UnsupportedPrimitive refused) {
            slow.forEach(kernel -> kernels.add(kernel, false));
            return;
        }
        List<Kernel> fast = takeBack(mark);
        Slot squares = session.memory((long) work.inputs().size() * Float.BYTES);
        List<Kernel> looking = new ArrayList<>();
        for (int position = 0; position < work.inputs().size(); position++) {
            Slot sum =
                    new Slot(ArrayType.float32(1), squares.storage(), squares.offset() + (long) position * Float.BYTES);
            Kernel look = new SumOfSquares(session, work.input(position), sum);
            if (position > 0) {
                kernels.add(look, true);
            } else if (!clipped.get(work.inputIds().get(0))) {
                looking.add(look);
            }
        }
        if (clipped.isEmpty()) {
            kernels.resources().beforeRun(suspicion::forget);
        }
        kernels.add(new GuardedKernel(suspicion, looking, squares, fast.get(0), slow), false);
        clipped.set(work.outputIds().get(0));
    }

    /** Whether all but the source stays the same between runs, and finite numbers give no NaN: a sum of products, times a factor at most once, plus numbers. */
    private static boolean mayGuard(Fused op, Work work) {
        boolean scales = false;
        for (PostOp postOp : op.postOps().subList(0, op.postOps().size() - 1)) {
            if (!(postOp instanceof PostOp.Combine combine)) {
                return false;
            }
            boolean isFactor = combine.function() == BinaryFunction.MULTIPLY;
            if (!(isFactor ? !scales : combine.function() == BinaryFunction.ADD)) {
                return false;
            }
            scales |= isFactor;
        }
        for (int position = 1; position < work.inputs().size(); position++) {
            if (!work.isStable(position)) {
                return false;
            }
        }
        Elementwise clip = clipping(op);
        return clip != null
                && Math.max(Math.abs(clip.alpha()), Math.abs(clip.beta())) < LARGEST_LIMIT
                && !work.prologue()
                && !work.isStep();
    }

    /** Takes the kernels for each run back that were added after a mark, and leaves what they need of weights. */
    private List<Kernel> takeBack(KernelList.Mark mark) {
        List<Kernel> made =
                List.copyOf(kernels.main().subList(mark.main(), kernels.main().size()));
        kernels.takeBack(new KernelList.Mark(kernels.mark().prologue(), mark.main()));
        return made;
    }
}
