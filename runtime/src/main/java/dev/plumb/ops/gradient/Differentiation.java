package dev.plumb.ops.gradient;

import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Slice;
import java.util.BitSet;
import java.util.List;

/** What a gradient rule sees of one instruction, and where it leaves the gradients of the operands. */
final class Differentiation {

    private final Recorder recorder;
    private final Instruction instruction;
    private final BitSet relevant;
    private final GradientSums gradients;

    Differentiation(Recorder recorder, Instruction instruction, BitSet relevant, GradientSums gradients) {
        this.recorder = recorder;
        this.instruction = instruction;
        this.relevant = relevant;
        this.gradients = gradients;
    }

    /** What records the gradient. */
    Recorder recorder() {
        return recorder;
    }

    /** All results. */
    List<Var> outputs() {
        return instruction.outputs().stream().map(recorder::variable).toList();
    }

    /** The number of operands. */
    int inputs() {
        return instruction.inputs().size();
    }

    /** An operand. */
    Var input(int index) {
        return recorder.variable(instruction.inputs().get(index));
    }

    /** A result. */
    Var output(int index) {
        return recorder.variable(instruction.outputs().get(index));
    }

    /** Whether the loss depends on a result. */
    boolean hasGradient(int index) {
        return gradients.contains(instruction.outputs().get(index));
    }

    /** Gradient of the loss for a result; zeros if the loss does not depend on it. */
    Var gradient(int index) {
        return gradients
                .sum(instruction.outputs().get(index))
                .orElseGet(() -> recorder.fill(output(index).type(), 0));
    }

    /** Whether somebody wants the gradient of an operand. */
    boolean wanted(int index) {
        return relevant.get(instruction.inputs().get(index));
    }

    /** Adds to the gradient of an operand. */
    void add(int index, Var gradient) {
        if (wanted(index)) {
            gradients.add(instruction.inputs().get(index), gradient);
        }
    }

    /** Adds to the gradient of an operand that of a slice of it. */
    void addSlice(int index, Slice slice, Var gradient) {
        if (wanted(index)) {
            gradients.addSlice(instruction.inputs().get(index), input(index).type(), slice, gradient);
        }
    }

    /** Adds to the gradient of an operand that was broadcast: sums over the axes along which it was repeated. */
    void addReduced(int index, Var gradient) {
        if (wanted(index)) {
            add(index, reduceTo(gradient, input(index).type()));
        }
    }

    private static Var reduceTo(Var gradient, ArrayType type) {
        if (gradient.type().equals(type)) {
            return gradient;
        }
        int extra = gradient.rank() - type.rank();
        int[] axes = java.util.stream.IntStream.range(0, gradient.rank())
                .filter(axis -> axis < extra || (type.size(axis - extra) == 1 && gradient.size(axis) != 1))
                .toArray();
        Var sum = axes.length == 0 ? gradient : gradient.sum(axes);
        return sum.reshape(type.shape());
    }
}
