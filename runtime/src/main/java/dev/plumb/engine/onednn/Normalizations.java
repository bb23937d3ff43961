package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_log;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BatchNormalizationBackward;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Softmax and batch normalization. */
final class Normalizations {

    private final Session session;
    private final KernelList kernels;

    Normalizations(Session session, KernelList kernels) {
        this.session = session;
        this.kernels = kernels;
    }

    void softmax(Softmax op, Work work) {
        dnnl_memory_desc layout = session.descriptor(rows(work.output(0).type(), op.axis()));
        String label = op.label() + work.output(0).type().shape();
        dnnl_primitive_desc descriptor = forward(label, op, layout, dnnl_forward_inference);
        kernels.add(
                session.kernel(
                        label,
                        descriptor,
                        List.of(
                                Argument.of(DNNL_ARG_SRC, layout, work.input(0)),
                                Argument.of(DNNL_ARG_DST, layout, work.output(0)))),
                work.prologue());
    }

    void softmaxBackward(SoftmaxBackward op, Work work) {
        dnnl_memory_desc layout =
                session.descriptor(rows(work.output(0).type(), op.forward().axis()));
        String label = op.label() + work.output(0).type().shape();
        dnnl_primitive_desc hint = forward(label, op.forward(), layout, dnnl_forward_training);
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_softmax_backward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        algorithm(op.forward()),
                        layout,
                        layout,
                        layout,
                        1,
                        hint,
                        session.attributes()));
        kernels.add(
                session.kernel(
                        label,
                        descriptor,
                        List.of(
                                Argument.of(DNNL_ARG_DST, layout, work.input(0)),
                                Argument.of(DNNL_ARG_DIFF_DST, layout, work.input(1)),
                                Argument.of(DNNL_ARG_DIFF_SRC, layout, work.output(0)))),
                work.prologue());
    }

    void batchNormalization(BatchNormalizationTraining op, Work work) {
        dnnl_memory_desc layout =
                session.descriptor(channelsSecond(work.input(0).type()));
        dnnl_memory_desc vector = session.descriptor(Layout.dense(work.input(1).type()));
        String label = op.label() + work.input(0).type().shape();
        dnnl_primitive_desc descriptor = forward(label, op.epsilon(), layout);
        kernels.add(
                session.kernel(
                        label,
                        descriptor,
                        List.of(
                                Argument.of(DNNL_ARG_SRC, layout, work.input(0)),
                                Argument.of(DNNL_ARG_SCALE, vector, work.input(1)),
                                Argument.of(DNNL_ARG_SHIFT, vector, work.input(2)),
                                Argument.of(DNNL_ARG_DST, layout, work.output(0)),
                                Argument.of(DNNL_ARG_MEAN, vector, work.output(1)),
                                Argument.of(DNNL_ARG_VARIANCE, vector, work.output(2)))),
                work.prologue());
    }

    void batchNormalizationBackward(BatchNormalizationBackward op, Work work) {
        dnnl_memory_desc layout =
                session.descriptor(channelsSecond(work.input(0).type()));
        dnnl_memory_desc vector = session.descriptor(Layout.dense(work.input(1).type()));
        String label = op.label() + work.input(0).type().shape();
        dnnl_primitive_desc hint = forward(label, op.epsilon(), layout);
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_batch_normalization_backward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        dnnl_backward,
                        layout,
                        layout,
                        layout,
                        op.epsilon(),
                        dnnl_use_scale | dnnl_use_shift,
                        hint,
                        session.attributes()));
        kernels.add(
                session.kernel(
                        label,
                        descriptor,
                        List.of(
                                Argument.of(DNNL_ARG_SRC, layout, work.input(0)),
                                Argument.of(DNNL_ARG_SCALE, vector, work.input(1)),
                                Argument.of(DNNL_ARG_MEAN, vector, work.input(2)),
                                Argument.of(DNNL_ARG_VARIANCE, vector, work.input(3)),
                                Argument.of(DNNL_ARG_DIFF_DST, layout, work.input(4)),
                                Argument.of(DNNL_ARG_DIFF_SRC, layout, work.output(0)),
                                Argument.of(DNNL_ARG_DIFF_SCALE, vector, work.output(1)),
                                Argument.of(DNNL_ARG_DIFF_SHIFT, vector, work.output(2)))),
                work.prologue());
    }

    private dnnl_primitive_desc forward(String label, Softmax op, dnnl_memory_desc layout, int propagation) {
        return session.describe(
                label,
                pointer -> dnnl_softmax_forward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        propagation,
                        algorithm(op),
                        layout,
                        layout,
                        1,
                        session.attributes()));
    }

    private dnnl_primitive_desc forward(String label, float epsilon, dnnl_memory_desc layout) {
        return session.describe(
                label,
                pointer -> dnnl_batch_normalization_forward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        dnnl_forward_training,
                        layout,
                        layout,
                        epsilon,
                        dnnl_use_scale | dnnl_use_shift,
                        session.attributes()));
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

    /** [n, …, c] as (n, c) or (n, c, rest). */
    private static Layout channelsSecond(ArrayType type) {
        long channels = type.size(-1);
        if (type.rank() == 2) {
            return Layout.dense(type);
        }
        return Layout.dense(type.size(0), type.product(1, type.rank() - 1), channels)
                .permute(List.of(0, 2, 1));
    }
}
