package dev.plumb.ops.op;

import java.util.List;

/**
 * One op applied to values.
 *
 * @param op what to compute
 * @param inputs ids of the operands
 * @param outputs ids of the results
 */
public record Instruction(Op op, List<Integer> inputs, List<Integer> outputs) {

    /** Copies the lists. */
    public Instruction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The only result of an op that has one. */
    public int output() {
        return outputs.get(0);
    }
}
