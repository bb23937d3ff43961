package dev.plumb.engine.onednn;

import dev.plumb.engine.Program;
import dev.plumb.engine.onednn.Contractions.Epilogue;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BatchNormalizationBackward;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import dev.plumb.ops.op.PostOp;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import dev.plumb.ops.op.Transpose;
import java.util.ArrayList;
import java.util.List;

/** Makes one plan's kernels for the ops that oneDNN has. */
final class OneDnnKernels implements KernelMaker {

    private final Session session = new Session();
    private final Contractions contractions;
    private final ConvolutionGradients convolutionGradients;
    private final ElementKernels elements;
    private final Normalizations normalizations;
    private final Poolings poolings;
    private final Moves moves;
    private final Reductions reductions;

    OneDnnKernels(Program program, KernelList kernels, KernelMaker whole) {
        this.contractions = new Contractions(session, kernels);
        this.convolutionGradients = new ConvolutionGradients(session, kernels);
        this.elements = new ElementKernels(session, kernels, whole);
        this.normalizations = new Normalizations(session, kernels);
        this.poolings = new Poolings(session, kernels, program);
        this.moves = new Moves(session, kernels, whole);
        this.reductions = new Reductions(session, kernels);
    }

    @Override
    public boolean make(Work work) {
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
            base(op, work, Epilogue.NONE, work.output(0));
        } else if (op instanceof ElementwiseBackward backward) {
            elements.backward(backward, work);
        } else if (op instanceof ConvolutionBackwardData data) {
            convolutionGradients.data(data, work);
        } else if (op instanceof ConvolutionBackwardWeights weights) {
            convolutionGradients.weights(weights, work);
        } else if (op instanceof Softmax softmax) {
            normalizations.softmax(softmax, work);
        } else if (op instanceof SoftmaxBackward softmax) {
            normalizations.softmaxBackward(softmax, work);
        } else if (op instanceof BatchNormalizationTraining normalization) {
            normalizations.batchNormalization(normalization, work);
        } else if (op instanceof BatchNormalizationBackward normalization) {
            normalizations.batchNormalizationBackward(normalization, work);
        } else if (op instanceof Pooling pooling) {
            poolings.forward(pooling, work);
        } else if (op instanceof PoolingBackward pooling) {
            poolings.backward(pooling, work);
        } else {
            return move(work);
        }
        return true;
    }

    @Override
    public void finish() {
        session.finish();
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
        } else {
            return false;
        }
        return true;
    }

    private void base(Op op, Work work, Epilogue epilogue, Slot output) {
        if (op instanceof MatMul product) {
            contractions.matMul(product, work, epilogue, output);
        } else if (op instanceof Convolution convolution) {
            contractions.convolution(convolution, work, epilogue, output);
        } else if (op instanceof Elementwise function
                && epilogue.postOps().stream().anyMatch(PostOp.Apply.class::isInstance)) {
            chain(function, work, epilogue, output);
        } else if (op instanceof Elementwise function) {
            elements.elementwise(function, work, work.input(0), output, epilogue.postOps(), epilogue.operands());
        } else if (op instanceof Binary binary) {
            elements.binary(
                    binary, work, work.input(0), work.input(1), output, epilogue.postOps(), epilogue.operands());
        }
    }

    /** oneDNN's eltwise takes no functions as post-ops, but its binary does: x * 1, then all of the functions. */
    private void chain(Elementwise first, Work work, Epilogue epilogue, Slot output) {
        Slot one = Slot.allocate(ArrayType.float32());
        one.write(1f);
        List<PostOp> postOps = new ArrayList<>();
        postOps.add(new PostOp.Apply(first));
        postOps.addAll(epilogue.postOps());
        elements.binary(
                new Binary(BinaryFunction.MULTIPLY), work, work.input(0), one, output, postOps, epilogue.operands());
    }

    private void fused(Fused op, Work work) {
        int base = op.baseOperands();
        List<Slot> operands =
                work.inputs().subList(base + (op.bias() ? 1 : 0), work.inputs().size());
        Epilogue epilogue = new Epilogue(op.bias() ? work.input(base) : null, op.postOps(), operands);
        try {
            base(op.base(), work, epilogue, work.output(0));
        } catch (Natives.UnsupportedPrimitive refused) {
            oneByOne(op, work, epilogue);
        }
    }

    /**
     * What oneDNN does not fuse, in steps. The steps before the last work on memory of their own, because the result may lie
     * over an operand that a later step reads.
     */
    private void oneByOne(Fused op, Work work, Epilogue epilogue) {
        Slot between = Slot.allocate(work.output(0).type());
        Slot bias = epilogue.bias();
        int steps = op.postOps().size() + (bias == null ? 0 : 1);
        base(op.base(), work, Epilogue.NONE, between);
        if (bias != null) {
            steps--;
            Slot target = steps == 0 ? work.output(0) : between;
            elements.binary(new Binary(BinaryFunction.ADD), work, between, bias, target, List.of(), List.of());
        }
        int operand = 0;
        for (PostOp postOp : op.postOps()) {
            steps--;
            Slot target = steps == 0 ? work.output(0) : between;
            if (postOp instanceof PostOp.Apply apply) {
                elements.elementwise(apply.elementwise(), work, between, target, List.of(), List.of());
            } else if (postOp instanceof PostOp.Combine combine) {
                Slot right = epilogue.operands().get(operand++);
                elements.binary(new Binary(combine.function()), work, between, right, target, List.of(), List.of());
            }
        }
    }
}
