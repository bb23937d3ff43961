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

import dev.plumb.engine.onednn.ConvolutionLayouts.Geometry;
import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.NumberWidth;
import dev.plumb.ops.op.Window;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** The backward halves of convolutions. */
final class ConvolutionGradients {

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;
    private final DepthwiseGradients depthwise;

    ConvolutionGradients(Session session, Scratch scratch, KernelList kernels) {
        this.session = session;
        this.scratch = scratch;
        this.kernels = kernels;
        this.depthwise = new DepthwiseGradients(session, scratch, kernels);
    }

    /** oneDNN derives a backward primitive from the forward one. */
    private record Forward(Window window, Layout source, Layout weights, Layout target) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
            Geometry geometry = ConvolutionLayouts.geometry(window);
            return dnnl_convolution_forward_primitive_desc_create(
                    descriptor,
                    natives.engine(),
                    dnnl_forward_training,
                    dnnl_convolution_direct,
                    natives.descriptor(source),
                    natives.anyLayout(weights),
                    null,
                    natives.descriptor(target),
                    geometry.strides(),
                    geometry.dilations(),
                    geometry.padBefore(),
                    geometry.padAfter(),
                    natives.attributes());
        }
    }

    /**
     * The gradient for the input.
     *
     * @param forward of operands of the element type of these
     */
    private record BackwardData(Forward forward, Layout gradient) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
            Geometry geometry = ConvolutionLayouts.geometry(forward.window());
            return dnnl_convolution_backward_data_primitive_desc_create(
                    descriptor,
                    natives.engine(),
                    dnnl_convolution_direct,
                    natives.descriptor(gradient),
                    natives.anyLayout(forward.weights()),
                    natives.descriptor(forward.target()),
                    geometry.strides(),
                    geometry.dilations(),
                    geometry.padBefore(),
                    geometry.padAfter(),
                    natives.hint(forward),
                    natives.attributes());
        }
    }

    /** The gradient for the weights; as above. */
    private record BackwardWeights(Forward forward, Layout gradient) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
            Geometry geometry = ConvolutionLayouts.geometry(forward.window());
            return dnnl_convolution_backward_weights_primitive_desc_create(
                    descriptor,
                    natives.engine(),
                    dnnl_convolution_direct,
                    natives.descriptor(forward.source()),
                    natives.anyLayout(gradient),
                    null,
                    natives.descriptor(forward.target()),
                    geometry.strides(),
                    geometry.dilations(),
                    geometry.padBefore(),
                    geometry.padAfter(),
                    natives.hint(forward),
                    natives.attributes());
        }
    }

    void data(ConvolutionBackwardData op, Work work) {
        if (Sequences.isDepthwise(op)) {
            data(Sequences.image(op), Sequences.image(work, 0));
            return;
        }
        Slot weights = work.input(0);
        Layout plain = ConvolutionLayouts.weights(weights.type(), op.groups());
        NumberWidth width = weights.type().width();
        Forward forward = new Forward(
                op.window(),
                Layout.channelsLast(op.input().withWidth(width)),
                plain,
                Layout.channelsLast(work.input(1).type()));
        Description description = new BackwardData(forward, Layout.channelsLast(op.input()));
        Primitive primitive = session.primitive(description);
        Argument weightArgument = Argument.of(DNNL_ARG_WEIGHTS, weights);
        if (!primitive.hasLayout(DNNL_ARG_WEIGHTS, plain)) {
            long bytes = primitive.bytes(DNNL_ARG_WEIGHTS);
            Storage packed = work.isStable(0) ? session.allocate(bytes) : scratch.memory(bytes);
            Reorder pack = new Reorder.Pack(plain, description, DNNL_ARG_WEIGHTS);
            kernels.add(
                    session.reorder(Label.of("pack weights"), pack, weights.storage(), weights.offset(), packed, 0),
                    work.isStable(0));
            weightArgument = new Argument(DNNL_ARG_WEIGHTS, packed, 0);
        }
        kernels.add(
                session.kernel(
                        Label.of(op, op.input(), weights.type()),
                        description,
                        weightArgument,
                        Argument.of(DNNL_ARG_DIFF_DST, work.input(1)),
                        Argument.of(DNNL_ARG_DIFF_SRC, work.output(0))),
                work.prologue());
    }

    void weights(ConvolutionBackwardWeights op, Work work) {
        Slot gradient = work.output(0);
        Layout plain = ConvolutionLayouts.weights(op.weights(), op.groups());
        ArrayType source = work.input(0).type();
        Forward forward = new Forward(
                op.window(),
                Layout.channelsLast(source),
                ConvolutionLayouts.weights(op.weights().withWidth(source.width()), op.groups()),
                Layout.channelsLast(work.input(1).type()));
        Description description = new BackwardWeights(forward, plain);
        if (DepthwiseGradients.takes(op) && !isForDepthwise(description) && depthwise.weights(op, work)) {
            return;
        }
        Primitive primitive = session.primitive(description);
        boolean direct = primitive.hasLayout(DNNL_ARG_DIFF_WEIGHTS, plain);
        Storage packed = direct ? gradient.storage() : scratch.memory(primitive.bytes(DNNL_ARG_DIFF_WEIGHTS));
        kernels.add(
                session.kernel(
                        Label.of(op, work.input(0).type(), op.weights()),
                        description,
                        Argument.of(DNNL_ARG_SRC, work.input(0)),
                        Argument.of(DNNL_ARG_DIFF_DST, work.input(1)),
                        new Argument(DNNL_ARG_DIFF_WEIGHTS, packed, direct ? gradient.offset() : 0)),
                work.prologue());
        if (!direct) {
            Reorder unpack = new Reorder.Unpack(description, DNNL_ARG_DIFF_WEIGHTS, plain);
            kernels.add(
                    session.reorder(
                            Label.of("unpack weights"), unpack, packed, 0, gradient.storage(), gradient.offset()),
                    work.prologue());
        }
    }

    /** Whether oneDNN has code for depthwise convolutions, and not only that for groups. */
    private boolean isForDepthwise(Description description) {
        try {
            return session.primitive(description).implementation().startsWith("jit_dw");
        } catch (Natives.UnsupportedPrimitive refused) {
            return false;
        }
    }
}
