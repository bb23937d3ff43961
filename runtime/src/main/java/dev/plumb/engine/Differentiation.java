package dev.plumb.engine;

import java.util.Map;
import java.util.Set;

/** What a gradient rule sees of one instruction, and where it leaves the gradients of the operands. */
final class Differentiation {

    private final Recorder recorder;
    private final Instruction instruction;
    private final Set<Integer> relevant;
    private final Map<Integer, Var> gradients;

    Differentiation(Recorder recorder, Instruction instruction, Set<Integer> relevant, Map<Integer, Var> gradients) {
        this.recorder = recorder;
        this.instruction = instruction;
        this.relevant = relevant;
        this.gradients = gradients;
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
        return gradients.containsKey(instruction.outputs().get(index));
    }

    /** Gradient of the loss for a result; zeros if the loss does not depend on it. */
    Var gradient(int index) {
        Var gradient = gradients.get(instruction.outputs().get(index));
        return gradient == null ? recorder.fill(output(index).type(), 0) : gradient;
    }

    /** Whether somebody wants the gradient of an operand. */
    boolean wanted(int index) {
        return relevant.contains(instruction.inputs().get(index));
    }

    /** Adds to the gradient of an operand. */
    void add(int index, Var gradient) {
        if (wanted(index)) {
            gradients.merge(instruction.inputs().get(index), gradient, Var::plus);
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
