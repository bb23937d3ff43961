package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Reduce;

/**
 * Sums and means as products with a constant vector: oneDNN's reduction primitive is slow where the reduced axis is not the
 * last one, and no faster where it is.
 */
final class Reductions {

    private final Session session;
    private final KernelList kernels;

    Reductions(Session session, KernelList kernels) {
        this.session = session;
        this.kernels = kernels;
    }

    /** Whether it was a sum or mean over neighbouring axes. */
    boolean reduce(Reduce op, Work work) {
        boolean sum = op.function() == Reduce.Function.SUM || op.function() == Reduce.Function.MEAN;
        ArrayType source = work.input(0).type();
        if (!sum || op.axes().isEmpty()) {
            return false;
        }
        int first = op.axes().get(0);
        int end = op.axes().get(op.axes().size() - 1) + 1;
        if (end - first != op.axes().size()) {
            return false;
        }
        int outer = source.product(0, first);
        int count = source.product(first, end);
        int inner = source.product(end, source.rank());
        Slot vector = session.constant(count, op.function() == Reduce.Function.MEAN ? 1f / count : 1f);
        Label label = Label.of(op, op.function(), source, op.axes());
        if (inner == 1) {
            product(label, work, work.input(0), Layout.dense(outer, count), vector, Layout.dense(count, 1), outer, 1);
        } else if (outer == 1) {
            product(label, work, vector, Layout.dense(1, count), work.input(0), Layout.dense(count, inner), 1, inner);
        } else {
            batched(label, work, vector, outer, count, inner);
        }
        return true;
    }

    private void product(
            Label label, Work work, Slot left, Layout leftLayout, Slot right, Layout rightLayout, long m, long n) {
        emit(label, work, left, leftLayout, right, rightLayout, Layout.dense(m, n));
    }

    private void batched(Label label, Work work, Slot vector, long outer, long count, long inner) {
        emit(
                label,
                work,
                vector,
                Layout.dense(1, 1, count),
                work.input(0),
                Layout.dense(outer, count, inner),
                Layout.dense(outer, 1, inner));
    }

    private void emit(
            Label label, Work work, Slot left, Layout leftLayout, Slot right, Layout rightLayout, Layout result) {
        Description product = new Contractions.Product(leftLayout, rightLayout, false, null, result, PostOps.NONE);
        kernels.add(
                session.kernel(
                        label,
                        product,
                        Argument.of(DNNL_ARG_SRC, left),
                        Argument.of(DNNL_ARG_WEIGHTS, right),
                        Argument.of(DNNL_ARG_DST, work.output(0))),
                work.prologue());
    }
}
