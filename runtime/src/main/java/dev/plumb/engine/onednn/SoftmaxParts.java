package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import java.util.ArrayList;
import java.util.List;

/** The logarithm of a softmax, and the gradient of one, as products, sums and differences, each of which is fast on every processor. */
final class SoftmaxParts {
    private final Scratch scratch;
    private final KernelMaker whole;

    SoftmaxParts(Scratch scratch, KernelMaker whole) {
        this.scratch = scratch;
        this.whole = whole;
    }

    /**
     * Along the axis, {@code y (g - sum(y g))} for the output y and its gradient g; for the logarithm {@code g - e^y sum(g)}.
     *
     * @throws Natives.UnsupportedPrimitive if a part cannot be made
     */
    void backward(SoftmaxBackward op, Work work) {
        ArrayType type = work.output(0).type();
        int axis = op.forward().axis();
        Slot output = work.input(0);
        Slot gradient = work.input(1);
        List<Integer> reduced = new ArrayList<>(type.shape());
        reduced.set(axis, 1);
        Slot sum = scratch.take(type.withShape(reduced));
        Op total = new Reduce(Reduce.Function.SUM, List.of(axis), true);
        Slot between = scratch.take(type);
        if (op.forward().log()) {
            Slot weighted = scratch.take(type);
            make(work, total, sum, gradient);
            make(work, Elementwise.of(ElementFunction.EXP), between, output);
            make(work, new Binary(BinaryFunction.MULTIPLY), weighted, between, sum);
            make(work, new Binary(BinaryFunction.SUBTRACT), work.output(0), gradient, weighted);
        } else {
            Slot difference = scratch.take(type);
            make(work, new Binary(BinaryFunction.MULTIPLY), between, output, gradient);
            make(work, total, sum, between);
            make(work, new Binary(BinaryFunction.SUBTRACT), difference, gradient, sum);
            make(work, new Binary(BinaryFunction.MULTIPLY), work.output(0), output, difference);
        }
    }

    /**
     * {@code x - max(x) - log(sum(e^(x - max(x))))} along the axis: exact where the logarithm is.
     *
     * @throws Natives.UnsupportedPrimitive if a part cannot be made
     */
    void logarithm(Softmax op, Work work) {
        ArrayType type = work.output(0).type();
        List<Integer> reduced = new ArrayList<>(type.shape());
        reduced.set(op.axis(), 1);
        ArrayType row = type.withShape(reduced);
        Slot largest = scratch.take(row);
        Slot shifted = scratch.take(type);
        Slot powers = scratch.take(type);
        Slot sum = scratch.take(row);
        Slot logarithm = scratch.take(row);
        make(work, new Reduce(Reduce.Function.MAX, List.of(op.axis()), true), largest, work.input(0));
        make(work, new Binary(BinaryFunction.SUBTRACT), shifted, work.input(0), largest);
        make(work, Elementwise.of(ElementFunction.EXP), powers, shifted);
        make(work, new Reduce(Reduce.Function.SUM, List.of(op.axis()), true), sum, powers);
        make(work, Elementwise.of(ElementFunction.LOG), logarithm, sum);
        make(work, new Binary(BinaryFunction.SUBTRACT), work.output(0), shifted, logarithm);
    }

    private void make(Work work, Op part, Slot result, Slot... operands) {
        if (!whole.make(work.step(part, List.of(operands), result))) {
            throw new Natives.UnsupportedPrimitive(part.label());
        }
    }
}
