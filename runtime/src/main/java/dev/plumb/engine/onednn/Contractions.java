package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.PostOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Matrix products and forward convolutions with what is fused into them. */
final class Contractions {

    private final Session session;
    private final KernelList kernels;

    Contractions(Session session, KernelList kernels) {
        this.session = session;
        this.kernels = kernels;
    }

    /**
     * What follows a contraction within its primitive.
     *
     * @param bias a vector over the last axis, or null
     * @param postOps in order
     * @param operands one per {@link PostOp.Combine}
     */
    record Epilogue(@Nullable Slot bias, List<PostOp> postOps, List<Slot> operands) {
        static final Epilogue NONE = new Epilogue(null, List.of(), List.of());
    }

    void matMul(MatMul op, Work work, Epilogue epilogue, Slot output) {
        ArrayType a = work.input(0).type();
        ArrayType b = work.input(1).type();
        ArrayType result = output.type();
        boolean shared = b.rank() == 2 && a.rank() > 2;
        Function<ArrayType, Layout> layout;
        Layout source;
        if (shared) {
            // All batches are rows of one product.
            layout = type -> AxisGroups.rows(result).layout(type);
            source = AxisGroups.rows(a).layout();
        } else {
            layout = type -> AxisGroups.batched(result, 2).layout(type);
            source = swapLast(AxisGroups.batched(a, 2).layout(), op.transposeA());
        }
        Layout weights = swapLast(AxisGroups.batched(b, 2).layout(), op.transposeB());
        // Weights that stay the same are worth packing once.
        dnnl_memory_desc chosen = work.isStable(1) ? session.anyLayout(weights) : session.descriptor(weights);
        emit(
                work,
                epilogue,
                output,
                new Layouts(source, weights, layout.apply(result), layout),
                chosen,
                (descriptor, source0, weights0, bias, target, attributes) -> dnnl_matmul_primitive_desc_create(
                        descriptor, session.natives().engine(), source0, weights0, bias, target, attributes));
    }

    void convolution(Convolution op, Work work, Epilogue epilogue, Slot output) {
        ArrayType weightType = work.input(1).type();
        Layout weights = ConvolutionLayouts.weights(weightType, op.groups());
        ArrayType result = output.type();
        Function<ArrayType, Layout> layout = type ->
                ConvolutionLayouts.channelsSecond(AxisGroups.separate(result).layout(type));
        ConvolutionLayouts.Geometry geometry = ConvolutionLayouts.geometry(op.window());
        Layouts layouts = new Layouts(Layout.channelsLast(work.input(0).type()), weights, layout.apply(result), layout);
        emit(
                work,
                epilogue,
                output,
                layouts,
                session.anyLayout(weights),
                (descriptor, source, weights0, bias, target, attributes) ->
                        dnnl_convolution_forward_primitive_desc_create(
                                descriptor,
                                session.natives().engine(),
                                dnnl_forward_inference,
                                dnnl_convolution_direct,
                                source,
                                weights0,
                                bias,
                                target,
                                geometry.strides(),
                                geometry.dilations(),
                                geometry.padBefore(),
                                geometry.padAfter(),
                                attributes));
    }

    private record Layouts(Layout source, Layout weights, Layout target, Function<ArrayType, Layout> operand) {}

    private interface Creation {
        int create(
                dnnl_primitive_desc descriptor,
                dnnl_memory_desc source,
                dnnl_memory_desc weights,
                @Nullable dnnl_memory_desc bias,
                dnnl_memory_desc target,
                dnnl_primitive_attr attributes);
    }

    private void emit(
            Work work, Epilogue epilogue, Slot output, Layouts layouts, dnnl_memory_desc wanted, Creation creation) {
        List<Argument> arguments = new ArrayList<>();
        dnnl_memory_desc source = session.descriptor(layouts.source());
        dnnl_memory_desc plain = session.descriptor(layouts.weights());
        dnnl_memory_desc target = session.descriptor(layouts.target());
        dnnl_memory_desc bias = null;
        if (epilogue.bias() != null) {
            bias = session.descriptor(biasLayout(epilogue.bias().type(), layouts.target(), work));
            arguments.add(Argument.of(DNNL_ARG_BIAS, bias, epilogue.bias()));
        }
        dnnl_primitive_attr attributes = session.attributes();
        PostOps.attach(
                session,
                attributes,
                epilogue.postOps(),
                epilogue.operands(),
                slot -> layouts.operand().apply(slot.type()),
                arguments);
        dnnl_memory_desc biasDescriptor = bias;
        String label =
                work.op().label() + layouts.source().sizes() + layouts.weights().sizes();
        dnnl_primitive_desc descriptor = session.describe(
                label, pointer -> creation.create(pointer, source, wanted, biasDescriptor, target, attributes));
        dnnl_memory_desc chosen = session.query(descriptor, dnnl_query_weights_md);
        Slot weights = work.input(1);
        arguments.add(Argument.of(DNNL_ARG_SRC, source, work.input(0)));
        arguments.add(Argument.of(DNNL_ARG_DST, target, output));
        if (Session.equal(plain, chosen)) {
            arguments.add(Argument.of(DNNL_ARG_WEIGHTS, plain, weights));
        } else {
            Storage packed = session.allocate(chosen);
            kernels.add(
                    session.reorder("pack weights", plain, weights.storage(), weights.offset(), chosen, packed, 0),
                    work.isStable(1));
            arguments.add(new Argument(DNNL_ARG_WEIGHTS, chosen, packed, 0));
        }
        kernels.add(session.kernel(label, descriptor, arguments), work.prologue());
    }

    /** A convolution's bias has one axis, a product's as many as the product. */
    private static Layout biasLayout(ArrayType bias, Layout target, Work work) {
        if (isConvolution(work)) {
            return Layout.dense(bias.elements());
        }
        int rank = target.sizes().size();
        long[] sizes = new long[rank];
        Arrays.fill(sizes, 1);
        sizes[rank - 1] = bias.elements();
        return Layout.dense(sizes);
    }

    private static boolean isConvolution(Work work) {
        return work.op() instanceof Convolution
                || (work.op() instanceof Fused fused && fused.base() instanceof Convolution);
    }

    private static Layout swapLast(Layout layout, boolean transpose) {
        if (!transpose) {
            return layout;
        }
        int rank = layout.sizes().size();
        List<Integer> permutation = new ArrayList<>();
        for (int axis = 0; axis < rank - 2; axis++) {
            permutation.add(axis);
        }
        permutation.add(rank - 1);
        permutation.add(rank - 2);
        return layout.permute(permutation);
    }
}
