package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps that are alike, one after the other. Operands: the states to begin with; the stacked operands, of which each step reads the part of its
 * index along the first axis; what is captured. Results: the states after the last step; what is kept of each step, stacked along the first axis.
 *
 * @param body what happens in each step
 * @param steps how many there are
 * @param reverse whether the step of the last index is the first
 */
public record Loop(LoopBody body, int steps, boolean reverse) implements Op {

    /** Throws {@link IllegalArgumentException} if there is no step. */
    public Loop {
        if (steps < 1) {
            throw new IllegalArgumentException("Loop needs a step, got " + steps);
        }
    }

    /** The same with another body. */
    public Loop doing(LoopBody other) {
        return new Loop(other, steps, reverse);
    }

    /** The type of a value of the body, stacked for all steps. */
    public ArrayType stacked(int id) {
        ArrayType type = body.type(id);
        List<Integer> shape = new ArrayList<>(List.of(steps));
        shape.addAll(type.shape());
        return type.withShape(shape);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, body.operands());
        for (int index = 0; index < inputs.size(); index++) {
            int id = body.operand(index);
            Operands.same(this, body.isSlice(id) ? stacked(id) : body.type(id), inputs.get(index));
        }
        List<ArrayType> results = new ArrayList<>(body.types().subList(0, body.states()));
        body.stacked().forEach(id -> results.add(stacked(id)));
        return results;
    }

    @Override
    public String title() {
        return label() + " of " + steps + " steps";
    }

    /** Without the body, which has a line of its own for each op. */
    @Override
    public String toString() {
        return title() + (reverse ? ", from the last on" : "") + ", each of "
                + body.instructions().size() + " ops";
    }
}
