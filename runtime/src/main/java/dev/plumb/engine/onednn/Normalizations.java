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
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_rms_norm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BatchNormalizationBackward;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.LayerNormalizationBackward;
import dev.plumb.ops.op.RmsNormalization;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Normalizations by moments, over the channels of a batch or over rows: a primitive each, and one for the gradient. */
final class Normalizations {

    private static final int MOMENTS = dnnl_use_scale | dnnl_use_shift;
    private static final int MEAN_SQUARE = dnnl_use_scale | dnnl_rms_norm;

    private final Session session;
    private final KernelList kernels;

    Normalizations(Session session, KernelList kernels) {
        this.session = session;
        this.kernels = kernels;
    }

    private record BatchForward(Layout layout, float epsilon) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_memory_desc descriptor = natives.descriptor(layout);
            return dnnl_batch_normalization_forward_primitive_desc_create(
                    target,
                    natives.engine(),
                    dnnl_forward_training,
                    descriptor,
                    descriptor,
                    epsilon,
                    MOMENTS,
                    natives.attributes());
        }
    }

    private record BatchGradient(Layout layout, float epsilon) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_memory_desc descriptor = natives.descriptor(layout);
            return dnnl_batch_normalization_backward_primitive_desc_create(
                    target,
                    natives.engine(),
                    dnnl_backward,
                    descriptor,
                    descriptor,
                    descriptor,
                    epsilon,
                    MOMENTS,
                    natives.hint(new BatchForward(layout, epsilon)),
                    natives.attributes());
        }
    }

    private record RowForward(Layout rows, Layout moments, float epsilon, int flags) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_memory_desc descriptor = natives.descriptor(rows);
            return dnnl_layer_normalization_forward_primitive_desc_create(
                    target,
                    natives.engine(),
                    dnnl_forward_training,
                    descriptor,
                    descriptor,
                    natives.descriptor(moments),
                    epsilon,
                    flags,
                    natives.attributes());
        }
    }

    private record RowGradient(RowForward forward) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            dnnl_memory_desc descriptor = natives.descriptor(forward.rows());
            return dnnl_layer_normalization_backward_primitive_desc_create(
                    target,
                    natives.engine(),
                    dnnl_backward,
                    descriptor,
                    descriptor,
                    descriptor,
                    natives.descriptor(forward.moments()),
                    forward.epsilon(),
                    forward.flags(),
                    natives.hint(forward),
                    natives.attributes());
        }
    }

    private static RowForward rows(ArrayType type, float epsilon, int flags) {
        int columns = type.size(-1);
        int rows = type.elements() / columns;
        return new RowForward(Layout.dense(rows, columns), Layout.dense(rows), epsilon, flags);
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

    void batch(BatchNormalizationTraining op, Work work) {
        normalize(new BatchForward(channelsSecond(work.input(0).type()), op.epsilon()), work);
    }

    void batchBackward(BatchNormalizationBackward op, Work work) {
        derive(new BatchGradient(channelsSecond(work.input(0).type()), op.epsilon()), work);
    }

    void layer(LayerNormalization op, Work work) {
        normalize(rows(work.input(0).type(), op.epsilon(), MOMENTS), work);
    }

    void layerBackward(LayerNormalizationBackward op, Work work) {
        derive(new RowGradient(rows(work.input(0).type(), op.epsilon(), MOMENTS)), work);
    }

    /** To mean 0 and variance 1, which are results too, then scaled and shifted. */
    private void normalize(Description description, Work work) {
        kernels.add(
                session.kernel(
                        Label.of(work.op(), work.input(0).type()),
                        description,
                        Argument.of(DNNL_ARG_SRC, work.input(0)),
                        Argument.of(DNNL_ARG_SCALE, work.input(1)),
                        Argument.of(DNNL_ARG_SHIFT, work.input(2)),
                        Argument.of(DNNL_ARG_DST, work.output(0)),
                        Argument.of(DNNL_ARG_MEAN, work.output(1)),
                        Argument.of(DNNL_ARG_VARIANCE, work.output(2))),
                work.prologue());
    }

    /** The gradients of that. */
    private void derive(Description description, Work work) {
        kernels.add(
                session.kernel(
                        Label.of(work.op(), work.input(0).type()),
                        description,
                        Argument.of(DNNL_ARG_SRC, work.input(0)),
                        Argument.of(DNNL_ARG_SCALE, work.input(1)),
                        Argument.of(DNNL_ARG_MEAN, work.input(2)),
                        Argument.of(DNNL_ARG_VARIANCE, work.input(3)),
                        Argument.of(DNNL_ARG_DIFF_DST, work.input(4)),
                        Argument.of(DNNL_ARG_DIFF_SRC, work.output(0)),
                        Argument.of(DNNL_ARG_DIFF_SCALE, work.output(1)),
                        Argument.of(DNNL_ARG_DIFF_SHIFT, work.output(2))),
                work.prologue());
    }

    /** Forward only: the gradient of this primitive leaves out that the mean square follows from x (oneDNN 3.11). */
    void rms(RmsNormalization op, Work work) {
        ArrayType type = work.input(0).type();
        kernels.add(
                session.kernel(
                        Label.of(op, type),
                        rows(type, op.epsilon(), MEAN_SQUARE),
                        Argument.of(DNNL_ARG_SRC, work.input(0)),
                        Argument.of(DNNL_ARG_SCALE, work.input(1)),
                        Argument.of(DNNL_ARG_DST, work.output(0)),
                        Argument.of(DNNL_ARG_VARIANCE, work.output(1))),
                work.prologue());
    }
}
