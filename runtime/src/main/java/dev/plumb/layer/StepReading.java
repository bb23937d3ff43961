package dev.plumb.layer;

import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was read step by step.
 *
 * @param outputs one a step, (batch, …), in the order of reading
 * @param states the states after the last step
 */
record StepReading(List<Var> outputs, List<Var> states) implements Reading {
    @Override
    public Var sequence() {
        return Var.stack(1, outputs);
    }

    @Override
    public Var reversedSequence() {
        List<Var> reversed = new ArrayList<>(outputs);
        Collections.reverse(reversed);
        return Var.stack(1, reversed);
    }

    @Override
    public Var last() {
        return outputs.get(outputs.size() - 1);
    }
}
