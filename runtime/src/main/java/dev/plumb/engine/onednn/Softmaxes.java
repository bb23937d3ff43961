package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_log;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Softmax. */
final class Softmaxes {

    private static final int LARGEST_IN_JAVA = 1 << 14;

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;
    private final SoftmaxParts softmaxParts;

    Softmaxes(Session session, Scratch scratch, KernelList kernels, KernelMaker whole) {
        this.softmaxParts = new SoftmaxParts(scratch, whole);
        this.session = session;
        this.scratch = scratch;
        this.kernels = kernels;
    }

    private record SoftmaxForward(Layout layout, int algorithm, int propagation) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_memory_desc descriptor = natives.descriptor(layout);
            return dnnl_softmax_forward_primitive_desc_create(
                    target, natives.engine(), propagation, algorithm, descriptor, descriptor, 1, natives.attributes());
        }
    }

    private record SoftmaxGradient(Layout layout, int algorithm) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_memory_desc descriptor = natives.descriptor(layout);
            return dnnl_softmax_backward_primitive_desc_create(
                    target,
                    natives.engine(),
                    algorithm,
                    descriptor,
                    descriptor,
                    descriptor,
                    1,
                    natives.hint(new SoftmaxForward(layout, algorithm, dnnl_forward_training)),
                    natives.attributes());
        }
    }

    /** False for a logarithm of a small array: oneDNN's is not exact enough, and to make it of its parts takes longer than to do it in Java. */
    boolean softmax(Softmax op, Work work) {
        if (op.log()) {
            boolean large = work.output(0).type().elements() > LARGEST_IN_JAVA;
            if (large) {
                softmaxParts.logarithm(op, work);
            }
            return large;
        }
        Layout layout = rows(work.output(0).type(), op.axis());
        kernels.add(
                session.kernel(
                        Label.of(op, work.output(0).type()),
                        new SoftmaxForward(layout, algorithm(op), dnnl_forward_inference),
                        Argument.of(DNNL_ARG_SRC, work.input(0)),
                        Argument.of(DNNL_ARG_DST, work.output(0))),
                work.prologue());
        if (!work.isStep()) {
            // The shares of an attention, a step of it, need none: their products with the values are NaN anyway.
            kernels.add(new SoftmaxGuard(op.axis(), work.output(0)), work.prologue());
        }
        return true;
    }

    /** Without AVX-512 oneDNN has no fast code for it, then it is made of its parts. */
    void softmaxBackward(SoftmaxBackward op, Work work) {
        ArrayType type = work.output(0).type();
        Layout layout = rows(type, op.forward().axis());
        if (isFast(layout, op)) {
            softmaxBackward(op, work, layout, work.input(0), work.input(1), work.output(0));
        } else if (layout.sizes().size() == 2 || !softmaxBackwardMoved(op, work, layout)) {
            softmaxParts.backward(op, work);
        }
    }

    private boolean isFast(Layout layout, SoftmaxBackward op) {
        try {
            session.primitive(new SoftmaxGradient(layout, algorithm(op.forward())));
            return true;
        } catch (Natives.UnsupportedPrimitive refused) {
            return false;
        }
    }

    /** oneDNN's fast code works along the last axis only; false if there is none. */
    private boolean softmaxBackwardMoved(SoftmaxBackward op, Work work, Layout layout) {
        ArrayType type = work.output(0).type();
        Layout view = layout.permute(List.of(0, 2, 1));
        Layout moved = Layout.dense(DataTypes.of(type), view.sizes());
        Layout rows = Layout.dense(
                moved.sizes().get(0) * moved.sizes().get(1), moved.sizes().get(2));
        if (!isFast(rows, op)) {
            return false;
        }
        Slot result = scratch.take(type);
        softmaxBackward(
                op,
                work,
                rows,
                moved(work, work.input(0), view, moved, scratch.take(type)),
                moved(work, work.input(1), view, moved, scratch.take(type)),
                result);
        moved(work, result, moved, view, work.output(0));
        return true;
    }

    private void softmaxBackward(
            SoftmaxBackward op, Work work, Layout layout, Slot output, Slot gradient, Slot result) {
        kernels.add(
                session.kernel(
                        Label.of(op, result.type()),
                        new SoftmaxGradient(layout, algorithm(op.forward())),
                        Argument.of(DNNL_ARG_DST, output),
                        Argument.of(DNNL_ARG_DIFF_DST, gradient),
                        Argument.of(DNNL_ARG_DIFF_SRC, result)),
                work.prologue());
    }

    private Slot moved(Work work, Slot source, Layout from, Layout to, Slot target) {
        kernels.add(
                session.reorder(
                        Label.of("Transpose", source.type()),
                        new Reorder.Move(from, to),
                        source.storage(),
                        source.offset(),
                        target.storage(),
                        target.offset()),
                work.prologue());
        return target;
    }

    private static int algorithm(Softmax op) {
        return op.log() ? dnnl_softmax_log : dnnl_softmax_accurate;
    }

    /** (before the axis, the axis, after it). */
    private static Layout rows(ArrayType type, int axis) {
        int after = type.product(axis + 1, type.rank());
        return after == 1
                ? Layout.dense(type.product(0, axis), type.size(axis))
                : Layout.dense(type.product(0, axis), type.size(axis), after);
    }
}
