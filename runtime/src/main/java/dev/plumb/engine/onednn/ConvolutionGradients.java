package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import dev.plumb.engine.onednn.ConvolutionLayouts.Geometry;
import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** The backward halves of convolutions. */
final class ConvolutionGradients {

    private final Session session;
    private final KernelList kernels;

    ConvolutionGradients(Session session, KernelList kernels) {
        this.session = session;
        this.kernels = kernels;
    }

    void data(ConvolutionBackwardData op, Work work) {
        Slot weights = work.input(0);
        Geometry geometry = ConvolutionLayouts.geometry(op.window());
        Layout weightLayout = ConvolutionLayouts.weights(weights.type(), op.groups());
        dnnl_memory_desc plain = session.descriptor(weightLayout);
        dnnl_memory_desc any = session.anyLayout(weightLayout);
        dnnl_memory_desc source = session.descriptor(Layout.channelsLast(op.input()));
        dnnl_memory_desc target =
                session.descriptor(Layout.channelsLast(work.input(1).type()));
        String label = work.op().label() + op.input().shape() + weights.type().shape();
        dnnl_primitive_desc hint = forward(label, geometry, source, any, target);
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_convolution_backward_data_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        dnnl_convolution_direct,
                        source,
                        any,
                        target,
                        geometry.strides(),
                        geometry.dilations(),
                        geometry.padBefore(),
                        geometry.padAfter(),
                        hint,
                        session.attributes()));
        dnnl_memory_desc chosen = session.query(descriptor, dnnl_query_weights_md);
        Argument weightArgument = Argument.of(DNNL_ARG_WEIGHTS, plain, weights);
        if (!Session.equal(plain, chosen)) {
            Storage packed = session.allocate(chosen);
            kernels.add(
                    session.reorder("pack weights", plain, weights.storage(), weights.offset(), chosen, packed, 0),
                    work.isStable(0));
            weightArgument = new Argument(DNNL_ARG_WEIGHTS, chosen, packed, 0);
        }
        kernels.add(
                session.kernel(
                        label,
                        descriptor,
                        List.of(
                                weightArgument,
                                Argument.of(DNNL_ARG_DIFF_DST, target, work.input(1)),
                                Argument.of(DNNL_ARG_DIFF_SRC, source, work.output(0)))),
                work.prologue());
    }

    void weights(ConvolutionBackwardWeights op, Work work) {
        Slot gradient = work.output(0);
        Geometry geometry = ConvolutionLayouts.geometry(op.window());
        Layout weightLayout = ConvolutionLayouts.weights(op.weights(), op.groups());
        dnnl_memory_desc plain = session.descriptor(weightLayout);
        dnnl_memory_desc any = session.anyLayout(weightLayout);
        dnnl_memory_desc source =
                session.descriptor(Layout.channelsLast(work.input(0).type()));
        dnnl_memory_desc target =
                session.descriptor(Layout.channelsLast(work.input(1).type()));
        String label =
                work.op().label() + work.input(0).type().shape() + op.weights().shape();
        dnnl_primitive_desc hint = forward(label, geometry, source, any, target);
        dnnl_primitive_desc descriptor = session.describe(
                label,
                pointer -> dnnl_convolution_backward_weights_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        dnnl_convolution_direct,
                        source,
                        any,
                        null,
                        target,
                        geometry.strides(),
                        geometry.dilations(),
                        geometry.padBefore(),
                        geometry.padAfter(),
                        hint,
                        session.attributes()));
        dnnl_memory_desc chosen = session.query(descriptor, dnnl_query_diff_weights_md);
        boolean direct = Session.equal(plain, chosen);
        Storage packed = direct ? gradient.storage() : session.allocate(chosen);
        kernels.add(
                session.kernel(
                        label,
                        descriptor,
                        List.of(
                                Argument.of(DNNL_ARG_SRC, source, work.input(0)),
                                Argument.of(DNNL_ARG_DIFF_DST, target, work.input(1)),
                                new Argument(DNNL_ARG_DIFF_WEIGHTS, chosen, packed, direct ? gradient.offset() : 0))),
                work.prologue());
        if (!direct) {
            kernels.add(
                    session.reorder("unpack weights", chosen, packed, 0, plain, gradient.storage(), gradient.offset()),
                    work.prologue());
        }
    }

    /** oneDNN derives a backward primitive from the forward one. */
    private dnnl_primitive_desc forward(
            String label,
            Geometry geometry,
            dnnl_memory_desc source,
            dnnl_memory_desc weights,
            dnnl_memory_desc target) {
        return session.describe(
                label,
                pointer -> dnnl_convolution_forward_primitive_desc_create(
                        pointer,
                        session.natives().engine(),
                        dnnl_forward_training,
                        dnnl_convolution_direct,
                        source,
                        weights,
                        null,
                        target,
                        geometry.strides(),
                        geometry.dilations(),
                        geometry.padBefore(),
                        geometry.padAfter(),
                        session.attributes()));
    }
}
