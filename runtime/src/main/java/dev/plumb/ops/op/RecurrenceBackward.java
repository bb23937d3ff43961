package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Gradient of a {@link Recurrence}. Operands: those of the forward op, its results with the note, the gradients of its outputs and states.
 * Results: the gradients of the forward op's operands.
 *
 * @param forward the forward op, with a note
 */
public record RecurrenceBackward(Recurrence forward) implements Op {

    /** Throws {@link IllegalArgumentException} if the forward op has no note, or its cell no such gradient. */
    public RecurrenceBackward {
        if (!forward.cell().hasBackward()) {
            throw new IllegalArgumentException("there is no op for the gradient of " + forward.cell());
        }
        if (!forward.noted()) {
            throw new IllegalArgumentException("the gradient of a recurrence needs its note");
        }
    }

    /** The position of the note among the operands. */
    public int note() {
        return forward.operands() + forward.results();
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, note() + 1 + forward.results());
        Operands.floats(this, inputs);
        List<ArrayType> operands = inputs.subList(0, forward.operands());
        List<ArrayType> results = forward.noting(false).infer(operands);
        for (int i = 0; i < results.size(); i++) {
            Operands.same(this, results.get(i), inputs.get(forward.operands() + i));
            Operands.same(this, results.get(i), inputs.get(note() + 1 + i));
        }
        return new ArrayList<>(operands);
    }
}
