package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.PostOp;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a depthwise convolution for its weights as a depthwise convolution: of the input, with the gradient of the output as weights, and
 * with stride and dilation exchanged. For each channel {@code dW[k] = Σ x[o s + k d - p] g[o]} over all places {@code o}. oneDNN's code for this gradient
 * is made for windows of 3 × 3 without dilation; for others it has code that takes ten times as long as a forward convolution.
 *
 * <p>A convolution sums over one example, or over a few that become the layers of one; the sums of all are added up.
 */
final class DepthwiseGradients {

    /** The code that is worth it. */
    private static final List<String> FAST = List.of("brdgmm", "jit_dw");

    /** As many examples go into one convolution as have about so many places together. */
    private static final int PLACES = 800;

    private final Scratch scratch;
    /** The gradient as oneDNN wants weights: in the same memory for all examples. */
    private final Scratch packed;

    private final Contractions contractions;
    private final KernelList kernels;

    DepthwiseGradients(Session session, Scratch scratch, KernelList kernels) {
        this.scratch = scratch;
        this.packed = new Scratch(kernels.resources());
        this.contractions = new Contractions(session, packed, kernels);
        this.kernels = kernels;
    }

    /** Whether each channel has one filter of its own. */
    static boolean takes(ConvolutionBackwardWeights op) {
        return op.groups() > 1
                && op.weights().size(-1) == op.groups()
                && op.window().spatialRank() <= 2;
    }

    /**
     * Adds the kernels.
     *
     * @return false, and none are added, if oneDNN has no fast code for them either
     */
    boolean weights(ConvolutionBackwardWeights op, Work work) {
        ArrayType gradient = work.input(1).type();
        int examples = gradient.size(0);
        int places = gradient.product(1, gradient.rank() - 1);
        int together = Math.max(1, Math.min(examples, PLACES / places));
        return weights(op, work, together) || (together > 1 && weights(op, work, 1));
    }

    private boolean weights(ConvolutionBackwardWeights op, Work work, int together) {
        KernelList.Mark mark = kernels.mark();
        int examples = work.input(0).type().size(0);
        // In turn, so that none is written where it is read.
        List<Slot> sums =
                together < examples ? List.of(scratch.take(op.weights()), scratch.take(op.weights())) : List.of();
        Slot sum = null;
        for (int begin = 0; begin < examples; begin += together) {
            int end = Math.min(begin + together, examples);
            Slot result = end == examples ? work.output(0) : sums.get(begin / together % 2);
            packed.release();
            if (!add(op, work, begin, end, sum, result)) {
                kernels.takeBack(mark);
                return false;
            }
            sum = result;
        }
        return true;
    }

    /** Sums over some examples, and adds what is known of others. */
    private boolean add(
            ConvolutionBackwardWeights op, Work work, int begin, int end, @Nullable Slot known, Slot result) {
        Exchanged exchanged = new Exchanged(op, end - begin);
        Slot x = examples(work.input(0), begin, end);
        Slot gradient = examples(work.input(1), begin, end);
        Window window = exchanged.window(x.type(), gradient.type());
        Convolution convolution = new Convolution(window, op.groups());
        List<Slot> operands = List.of(x.as(exchanged.image(x.type())), gradient.as(exchanged.filter(gradient.type())));
        Slot target = result.as(exchanged.result());
        if (!convolution
                .infer(List.of(operands.get(0).type(), operands.get(1).type()))
                .equals(List.of(target.type()))) {
            return false;
        }
        Epilogue epilogue = known == null
                ? Epilogue.NONE
                : new Epilogue(
                        null, List.of(new PostOp.Combine(BinaryFunction.ADD)), List.of(known.as(exchanged.result())));
        Work step = work.step(op, operands, target);
        if (!isFast(convolution, step, epilogue)) {
            return false;
        }
        contractions.convolution(convolution, step, epilogue, target);
        return true;
    }

    private boolean isFast(Convolution convolution, Work step, Epilogue epilogue) {
        try {
            String code = contractions.implementation(convolution, step, epilogue, step.output(0));
            return FAST.stream().anyMatch(code::startsWith);
        } catch (Natives.UnsupportedPrimitive refused) {
            return false;
        }
    }

    private static Slot examples(Slot all, int begin, int end) {
        ArrayType one = all.type().withSize(0, 1);
        return new Slot(all.type().withSize(0, end - begin), all.storage(), all.offset() + begin * one.bytes());
    }

    /**
     * The convolution that sums over so many examples.
     *
     * @param op what is computed
     * @param examples the layers of one image, if they are several
     */
    private record Exchanged(ConvolutionBackwardWeights op, int examples) {

        /** Sequences are layers in any case: oneDNN's fast code has no sequences. */
        private boolean isDeep() {
            return examples > 1 || op.window().spatialRank() == 1;
        }

        /** [examples, places…, channels] as one image. */
        ArrayType image(ArrayType type) {
            List<Integer> shape = new ArrayList<>(type.shape());
            if (isDeep()) {
                shape.add(0, 1);
            }
            return type.withShape(shape);
        }

        /** [examples, places…, channels] as weights. */
        ArrayType filter(ArrayType type) {
            List<Integer> shape = new ArrayList<>(type.shape());
            if (!isDeep()) {
                shape.remove(0);
            }
            shape.add(shape.size() - 1, 1);
            return type.withShape(shape);
        }

        /** The weights [places…, 1, channels] as an image of one layer. */
        ArrayType result() {
            List<Integer> shape = new ArrayList<>(op.weights().shape());
            shape.remove(shape.size() - 2);
            shape.add(0, 1);
            if (isDeep()) {
                shape.add(0, 1);
            }
            return op.weights().withShape(shape);
        }

        Window window(ArrayType x, ArrayType gradient) {
            List<Integer> strides = new ArrayList<>(op.window().dilations());
            List<Integer> dilations = new ArrayList<>(op.window().strides());
            List<Integer> before = new ArrayList<>(op.window().padBefore());
            List<Integer> after = new ArrayList<>();
            for (int axis = 0; axis < op.window().spatialRank(); axis++) {
                int covered = (op.weights().size(axis) - 1) * strides.get(axis)
                        + (gradient.size(axis + 1) - 1) * dilations.get(axis)
                        + 1;
                after.add(Math.max(0, covered - x.size(axis + 1) - before.get(axis)));
            }
            if (isDeep()) {
                strides.add(0, 1);
                dilations.add(0, 1);
                before.add(0, 0);
                after.add(0, 0);
            }
            return new Window(strides, dilations, before, after);
        }
    }
}
