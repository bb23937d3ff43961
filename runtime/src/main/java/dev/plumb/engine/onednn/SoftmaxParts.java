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
import dev.plumb.ops.op.SoftmaxBackward;
import java.util.ArrayList;
import java.util.List;

/** The gradient of a softmax as products, sums and differences, each of which is fast on every processor. */
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

    private void make(Work work, Op part, Slot result, Slot... operands) {
        if (!whole.make(work.step(part, List.of(operands), result))) {
            throw new Natives.UnsupportedPrimitive(part.label());
        }
    }
}
