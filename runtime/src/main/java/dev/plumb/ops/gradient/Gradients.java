package dev.plumb.ops.gradient;

import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Instruction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** Reverse accumulation over what a recorder holds. The backward pass is recorded as ops of the same recorder. */
public final class Gradients {

    private Gradients() {}

    /**
     * Gradients of a scalar. Where no path leads to the loss, the gradient is an array of zeros.
     *
     * @param loss a scalar (rank 0 or one element)
     * @param withRespectTo any values of the same recorder
     * @return one gradient per value, of the value's type
     * @throws IllegalArgumentException if the loss has more than one element
     * @throws UnsupportedOperationException if a path leads through an op without a gradient rule
     */
    public static List<Var> of(Var loss, List<Var> withRespectTo) {
        if (loss.type().elements() != 1) {
            throw new IllegalArgumentException("only a scalar has a gradient, not " + loss);
        }
        return of(List.of(loss), List.of(loss.recorder().fill(loss.type(), 1)), withRespectTo);
    }

    /**
     * Vector-Jacobian products: gradients of the sum of all elements of {@code values · weights}. Where no path leads to a value, the gradient is an
     * array of zeros.
     *
     * @param values at least one, of one recorder
     * @param weights one array per value, of its type
     * @param withRespectTo any values of the same recorder
     * @return one gradient per value, of the value's type
     * @throws UnsupportedOperationException if a path leads through an op without a gradient rule
     */
    public static List<Var> of(List<Var> values, List<Var> weights, List<Var> withRespectTo) {
        Recorder recorder = values.get(0).recorder();
        List<Instruction> forward = List.copyOf(recorder.instructions());
        BitSet relevant = reachable(forward, withRespectTo);
        GradientSums gradients = new GradientSums(recorder);
        for (int index = 0; index < values.size(); index++) {
            gradients.add(values.get(index).id(), weights.get(index));
        }
        for (int index = forward.size() - 1; index >= 0; index--) {
            Instruction instruction = forward.get(index);
            if (isAny(instruction.outputs(), gradients::contains) && isAny(instruction.inputs(), relevant::get)) {
                Differentiation step = new Differentiation(recorder, instruction, relevant, gradients);
                recorder.origins().differentiate(index);
                GradientRules.apply(instruction.op(), step);
            }
        }
        recorder.origins().differentiate(-1);
        List<Var> results = new ArrayList<>();
        for (Var value : withRespectTo) {
            results.add(gradients.sum(value.id()).orElseGet(() -> recorder.fill(value.type(), 0)));
        }
        return results;
    }

    private static BitSet reachable(List<Instruction> instructions, List<Var> from) {
        BitSet reachable = new BitSet();
        from.forEach(value -> reachable.set(value.id()));
        for (Instruction instruction : instructions) {
            if (isAny(instruction.inputs(), reachable::get)) {
                instruction.outputs().forEach(reachable::set);
            }
        }
        return reachable;
    }

    private static boolean isAny(List<Integer> ids, IntPredicate what) {
        for (int id : ids) {
            if (what.test(id)) {
                return true;
            }
        }
        return false;
    }
}
