package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.engine.plan.Work;
import dev.plumb.engine.team.DividedKernel;
import dev.plumb.engine.team.HotTeam;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.NumberWidth;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Matrix products and forward convolutions with what is fused into them. */
final class Contractions {

    /** In bytes of weights. Smaller pieces take longer than the whole, though the others wait actively. Measured: docs/benchmarks.md. */
    private static final long SMALLEST_PIECE = 96 << 10;

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;
    private final List<Packed> packed = new ArrayList<>();

    /**
     * Weights where they lie.
     *
     * @param offset where those begin that are read, in bytes
     * @param plain how they lie there
     */
    private record Weights(Slot slot, long offset, Layout plain) {
        private boolean areThose(Weights other) {
            return slot.equals(other.slot)
                    && offset == other.offset
                    // A square matrix may be read as it is and transposed.
                    && plain.equals(other.plain);
        }
    }

    /**
     * A product or convolution that is not bound to memory yet, but for its weights.
     *
     * @param packed whether oneDNN chooses the layout of the weights
     * @param isPiece whether other threads may compute it
     */
    private record Contraction(
            Label label, Description description, Weights weights, boolean packed, boolean isPiece) {}

    /** Weights as a primitive wants them. */
    private record Packed(Weights weights, Primitive primitive, Storage storage, Kernel kernel) {}

    Contractions(Session session, Scratch scratch, KernelList kernels) {
        this.session = session;
        this.scratch = scratch;
        this.kernels = kernels;
    }

    /**
     * A matrix product.
     *
     * @param packed whether oneDNN chooses the layout of the weights
     */
    record Product(
            Layout source,
            Layout weights,
            boolean packed,
            @Nullable Layout bias,
            Layout target,
            PostOps postOps) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
            return dnnl_matmul_primitive_desc_create(
                    descriptor,
                    natives.engine(),
                    natives.descriptor(source),
                    packed ? natives.anyLayout(weights) : natives.descriptor(weights),
                    bias == null ? null : natives.descriptor(bias),
                    natives.descriptor(target),
                    postOps.attributes(natives));
        }

        /** 665 to 740 KB with AVX-512, of one row as of many: code for each remainder of the blocks. */
        @Override
        public long primitiveBytes() {
            return 720 << 10;
        }

        /** Written out for the sake of a quick start: docs/architecture.md. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Product product
                    && packed == product.packed
                    && source.equals(product.source)
                    && weights.equals(product.weights)
                    && Objects.equals(bias, product.bias)
                    && target.equals(product.target)
                    && postOps.equals(product.postOps);
        }

        @Override
        public int hashCode() {
            return Objects.hash(source, weights, packed, bias, target, postOps);
        }
    }

    /** A convolution with weights in the layout that oneDNN chooses. */
    private record Filter(
            Window window,
            Layout source,
            Layout weights,
            @Nullable Layout bias,
            Layout target,
            PostOps postOps) implements Description {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc descriptor) {
            ConvolutionLayouts.Geometry geometry = ConvolutionLayouts.geometry(window);
            return dnnl_convolution_forward_primitive_desc_create(
                    descriptor,
                    natives.engine(),
                    dnnl_forward_inference,
                    dnnl_convolution_direct,
                    natives.descriptor(source),
                    natives.anyLayout(weights),
                    bias == null ? null : natives.descriptor(bias),
                    natives.descriptor(target),
                    geometry.strides(),
                    geometry.dilations(),
                    geometry.padBefore(),
                    geometry.padAfter(),
                    postOps.attributes(natives));
        }
    }

    void matMul(MatMul op, Work work, Epilogue epilogue, Slot output) {
        HotTeam team = session.team();
        List<Kernel> pieces = team == null ? List.of() : pieces(op, work, epilogue, output, team);
        kernels.add(
                team == null || pieces.size() < 2
                        ? product(
                                op,
                                work,
                                epilogue,
                                output,
                                Columns.whole(output.type().size(-1)),
                                false)
                        : new DividedKernel(team, pieces, work.input(1).type().bytes()),
                work.prologue());
    }

    /** The products of single rows wait for the memory of the matrices: several threads read it faster than one. */
    private List<Kernel> pieces(MatMul op, Work work, Epilogue epilogue, Slot output, HotTeam team) {
        ArrayType matrix = work.input(1).type();
        int most = (int) Math.min(team.size(), matrix.bytes() / SMALLEST_PIECE);
        // oneDNN packs no part of a matrix of whole numbers.
        if (most < 2 || work.prologue() || op.transposeA() || matrix.width() == NumberWidth.INT8) {
            return List.of();
        }
        List<Kernel> pieces = new ArrayList<>();
        int columns = output.type().size(-1);
        if (matrix.rank() == 2 && work.isStable(1) && output.type().elements() == columns) {
            for (Columns part : Columns.parts(columns, most)) {
                pieces.add(new OneThreadKernel(product(op, work, part.of(epilogue), part.of(output), part, true)));
            }
        } else if (matrix.rank() > 2
                && matrix.rank() == output.type().rank()
                && output.type().size(-2) == 1) {
            for (Batches part : Batches.parts(matrix.product(0, matrix.rank() - 2), most)) {
                pieces.add(new OneThreadKernel(
                        product(op, part.of(work), part.of(epilogue), part.of(output), Columns.whole(columns), true)));
            }
        }
        return pieces;
    }

    private Kernel product(MatMul op, Work work, Epilogue epilogue, Slot output, Columns columns, boolean isPiece) {
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
        Layout matrix = swapLast(AxisGroups.batched(b, 2).layout(), op.transposeB());
        Layout weights = columns.isWhole() ? matrix : columns.of(matrix);
        Layout target = layout.apply(result);
        // Weights that stay the same are worth packing once.
        boolean packed = work.isStable(1);
        Layout bias = null;
        if (epilogue.bias() != null) {
            // It has as many axes as the product.
            long[] sizes = new long[target.sizes().size()];
            Arrays.fill(sizes, 1);
            sizes[sizes.length - 1] = epilogue.bias().type().elements();
            bias = Layout.dense(sizes);
        }
        Description product = new Product(source, weights, packed, bias, target, PostOps.of(epilogue, layout));
        long offset = columns.isWhole() ? 0 : columns.offset(matrix) * (b.bytes() / b.elements());
        Contraction contraction = new Contraction(
                Label.of(work.op(), a, b), product, new Weights(work.input(1), offset, weights), packed, isPiece);
        return kernel(work, epilogue, output, contraction);
    }

    void convolution(Convolution op, Work work, Epilogue epilogue, Slot output) {
        if (Sequences.isDepthwise(op, work.input(1).type())) {
            convolution(
                    Sequences.image(op), Sequences.image(work, 1), Sequences.image(epilogue), Sequences.image(output));
            return;
        }
        ArrayType weights = work.input(1).type();
        Contraction contraction = new Contraction(
                Label.of(work.op(), work.input(0).type(), weights),
                filter(op, work, epilogue, output),
                new Weights(work.input(1), 0, ConvolutionLayouts.weights(weights, op.groups())),
                true,
                false);
        kernels.add(kernel(work, epilogue, output, contraction), work.prologue());
    }

    /**
     * Which code {@link #convolution} would run.
     *
     * @throws Natives.UnsupportedPrimitive if there is none
     */
    String implementation(Convolution op, Work work, Epilogue epilogue, Slot output) {
        return session.primitive(filter(op, work, epilogue, output)).implementation();
    }

    private static Description filter(Convolution op, Work work, Epilogue epilogue, Slot output) {
        Layout weights = ConvolutionLayouts.weights(work.input(1).type(), op.groups());
        ArrayType result = output.type();
        Function<ArrayType, Layout> layout = type ->
                ConvolutionLayouts.channelsSecond(AxisGroups.separate(result).layout(type));
        Layout source = Layout.channelsLast(work.input(0).type());
        Layout bias = epilogue.bias() == null
                ? null
                : Layout.dense(epilogue.bias().type().elements());
        return new Filter(op.window(), source, weights, bias, layout.apply(result), PostOps.of(epilogue, layout));
    }

    private Kernel kernel(Work work, Epilogue epilogue, Slot output, Contraction contraction) {
        Primitive primitive = session.primitive(contraction.description());
        Weights weights = contraction.weights();
        List<Argument> arguments = PostOps.arguments(epilogue);
        if (epilogue.bias() != null) {
            arguments.add(Argument.of(DNNL_ARG_BIAS, epilogue.bias()));
        }
        arguments.add(Argument.of(DNNL_ARG_SRC, work.input(0)));
        arguments.add(Argument.of(DNNL_ARG_DST, output));
        if (!contraction.packed() || primitive.hasLayout(DNNL_ARG_WEIGHTS, weights.plain())) {
            Slot slot = weights.slot();
            arguments.add(new Argument(DNNL_ARG_WEIGHTS, slot.storage(), slot.offset() + weights.offset()));
        } else {
            arguments.add(new Argument(DNNL_ARG_WEIGHTS, packed(work.isStable(1), contraction, primitive), 0));
        }
        return contraction.isPiece()
                ? session.piece(contraction.label(), primitive, arguments)
                : session.kernel(contraction.label(), primitive, arguments);
    }

    /** Weights in the layout that a primitive chose; those that stay the same are packed once for all that want it so. */
    private Storage packed(boolean areStable, Contraction contraction, Primitive primitive) {
        Weights weights = contraction.weights();
        for (Packed known : packed) {
            if (areStable
                    && known.weights().areThose(weights)
                    && known.primitive().hasLayoutOf(primitive, DNNL_ARG_WEIGHTS)
                    // It may have been taken back.
                    && kernels.prologue().contains(known.kernel())) {
                return known.storage();
            }
        }
        long bytes = primitive.bytes(DNNL_ARG_WEIGHTS);
        Storage storage = areStable ? session.allocate(bytes) : scratch.memory(bytes);
        Slot slot = weights.slot();
        Kernel kernel = session.reorder(
                Label.of("pack weights"),
                new Reorder.Pack(weights.plain(), contraction.description(), DNNL_ARG_WEIGHTS),
                slot.storage(),
                slot.offset() + weights.offset(),
                storage,
                0);
        kernels.add(kernel, areStable);
        if (areStable) {
            packed.add(new Packed(weights, primitive, storage, kernel));
        }
        return storage;
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
