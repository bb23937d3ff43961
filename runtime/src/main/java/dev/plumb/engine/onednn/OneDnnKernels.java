package dev.plumb.engine.onednn;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.BatchNormalizationBackward;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.LayerNormalizationBackward;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Narrow;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import dev.plumb.ops.op.PostOp;
import dev.plumb.ops.op.Quantize;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrenceBackward;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.RmsNormalization;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import dev.plumb.ops.op.Transpose;
import java.util.List;

/** Makes one plan's kernels for the ops that oneDNN has. */
final class OneDnnKernels implements KernelMaker {

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;
    private final Contractions contractions;
    private final ConvolutionGradients convolutionGradients;
    private final ElementKernels elements;
    private final Softmaxes softmaxes;
    private final Normalizations normalizations;
    private final AttentionKernels attention;
    private final Poolings poolings;
    private final Moves moves;
    private final Reductions reductions;
    private final RecurrentKernels recurrent;
    private final ClippedConvolutions clippedConvolutions;

    OneDnnKernels(Session session, Program program, KernelList kernels, KernelMaker whole) {
        this.session = session;
        this.scratch = new Scratch(kernels.resources());
        this.kernels = kernels;
        this.contractions = new Contractions(session, scratch, kernels);
        this.convolutionGradients = new ConvolutionGradients(session, scratch, kernels);
        this.elements = new ElementKernels(session, scratch, kernels, whole);
        this.softmaxes = new Softmaxes(session, scratch, kernels, whole);
        this.normalizations = new Normalizations(session, kernels);
        this.attention = new AttentionKernels(session, scratch, kernels, whole);
        this.poolings = new Poolings(session, scratch, kernels, program, whole);
        this.moves = new Moves(session, kernels, whole);
        this.reductions = new Reductions(session, kernels);
        this.recurrent = new RecurrentKernels(session, scratch, kernels);
        this.clippedConvolutions = new ClippedConvolutions(session, contractions, kernels);
    }

    @Override
    public boolean make(Work work) {
        if (!work.isStep()) {
            scratch.release();
        }
        try {
            return lower(work);
        } catch (Natives.UnsupportedPrimitive refused) {
            return false;
        }
    }

    private boolean lower(Work work) {
        Op op = work.op();
        if (op instanceof Elementwise function && !Algorithms.supports(function.function())) {
            return false;
        } else if (op instanceof Reduce reduce) {
            return reductions.reduce(reduce, work);
        } else if (op instanceof Fused fused) {
            fused(fused, work);
        } else if (op instanceof MatMul
                || op instanceof Convolution
                || op instanceof Elementwise
                || op instanceof Binary) {
            base(op, work, work.inputs(), Epilogue.NONE, work.output(0));
        } else if (op instanceof Quantize) {
            elements.quantize(work);
        } else if (op instanceof ElementwiseBackward backward) {
            elements.backward(backward, work);
        } else if (op instanceof ConvolutionBackwardData data) {
            convolutionGradients.data(data, work);
        } else if (op instanceof ConvolutionBackwardWeights weights) {
            convolutionGradients.weights(weights, work);
        } else if (op instanceof Softmax softmax) {
            return softmaxes.softmax(softmax, work);
        } else if (op instanceof SoftmaxBackward softmax) {
            softmaxes.softmaxBackward(softmax, work);
        } else if (op instanceof BatchNormalizationTraining normalization) {
            normalizations.batch(normalization, work);
        } else if (op instanceof BatchNormalizationBackward normalization) {
            normalizations.batchBackward(normalization, work);
        } else if (op instanceof Pooling pooling) {
            poolings.forward(pooling, work);
        } else if (op instanceof PoolingBackward pooling) {
            poolings.backward(pooling, work);
        } else if (op instanceof Recurrence recurrence) {
            recurrent.forward(recurrence, work);
        } else if (op instanceof RecurrenceBackward recurrence) {
            recurrent.backward(recurrence, work);
        } else {
            return normalize(work) || attend(work) || move(work);
        }
        return true;
    }

    @Override
    public void finish() {
        session.finish();
    }

    private boolean normalize(Work work) {
        Op op = work.op();
        if (op instanceof LayerNormalization normalization) {
            normalizations.layer(normalization, work);
        } else if (op instanceof LayerNormalizationBackward normalization) {
            normalizations.layerBackward(normalization, work);
        } else if (op instanceof RmsNormalization normalization) {
            normalizations.rms(normalization, work);
        } else {
            return false;
        }
        return true;
    }

    private boolean attend(Work work) {
        if (work.op() instanceof ScaledDotProductAttention forward) {
            attention.forward(forward, work);
        } else if (work.op() instanceof ScaledDotProductAttentionBackward backward) {
            attention.backward(backward, work);
        } else {
            return false;
        }
        return true;
    }

    private boolean move(Work work) {
        Op op = work.op();
        if (op instanceof Transpose transpose) {
            moves.transpose(transpose, work);
        } else if (op instanceof Slice slice) {
            moves.slice(slice, work);
        } else if (op instanceof Pad pad) {
            moves.pad(pad, work);
        } else if (op instanceof Concatenate concatenate) {
            moves.concatenate(concatenate, work);
        } else if (op instanceof Copy) {
            moves.copyInto(work);
        } else if (op instanceof Narrow) {
            moves.narrow(work);
        } else {
            return false;
        }
        return true;
    }

    private void base(Op op, Work work, List<Slot> inputs, Epilogue epilogue, Slot output) {
        if (op instanceof MatMul product) {
            contractions.matMul(product, work, epilogue, output);
        } else if (op instanceof Convolution convolution) {
            contractions.convolution(convolution, work, epilogue, output);
        } else if (op instanceof Elementwise function) {
            elements.elementwise(function, work, inputs.get(0), output, epilogue);
        } else if (op instanceof Binary binary) {
            elements.binary(binary, work, inputs.get(0), inputs.get(1), output, epilogue);
        }
    }

    private void fused(Fused op, Work work) {
        int base = op.baseOperands();
        List<Slot> operands =
                work.inputs().subList(base + (op.bias() ? 1 : 0), work.inputs().size());
        Epilogue epilogue = new Epilogue(op.bias() ? work.input(base) : null, op.postOps(), operands);
        Elementwise clipping = ClippedConvolutions.clipping(op);
        if (clipping == null) {
            fused(op.base(), work, epilogue);
        } else {
            clippedConvolutions.make(op, work, epilogue, () -> {
                fused(op.base(), work, epilogue.upTo(op.postOps().size() - 1));
                elements.elementwise(clipping, work, work.output(0), work.output(0), Epilogue.NONE);
            });
        }
    }

    private void fused(Op base, Work work, Epilogue epilogue) {
        if (!tryFused(base, work, work.inputs(), epilogue, work.output(0))) {
            inSteps(base, work, work.inputs(), epilogue.withBiasAsPostOp(), work.output(0));
        }
    }

    /**
     * What oneDNN does not fuse as a whole: as much as it does, then the rest. What lies between has memory of its own, because the
     * result may lie over an operand that is read later.
     */
    private void inSteps(Op op, Work work, List<Slot> inputs, Epilogue epilogue, Slot output) {
        int length = epilogue.postOps().size();
        if (tryFused(op, work, inputs, epilogue, output)) {
            return;
        }
        Slot between = scratch.take(output.type());
        do {
            length--;
        } while (length > 0 && !tryFused(op, work, inputs, epilogue.upTo(length), between));
        if (length <= 0) {
            base(op, work, inputs, Epilogue.NONE, between);
            length = 0;
        }
        Epilogue rest = epilogue.from(length);
        Epilogue later = rest.from(1);
        if (rest.postOps().get(0) instanceof PostOp.Apply apply) {
            inSteps(apply.elementwise(), work, List.of(between), later, output);
        } else if (rest.postOps().get(0) instanceof PostOp.Combine combine) {
            List<Slot> pair = List.of(between, rest.operands().get(0));
            inSteps(new Binary(combine.function()), work, pair, later, output);
        }
    }

    private boolean tryFused(Op op, Work work, List<Slot> inputs, Epilogue epilogue, Slot output) {
        KernelList.Mark mark = kernels.mark();
        try {
            base(op, work, inputs, epilogue, output);
            return true;
        } catch (Natives.UnsupportedPrimitive refused) {
            kernels.takeBack(mark);
            return false;
        }
    }
}
