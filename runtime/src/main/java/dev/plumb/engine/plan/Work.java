package dev.plumb.engine.plan;

import dev.plumb.ops.op.Op;
import java.util.List;
import java.util.Set;

/**
 * An instruction with its memory: what a kernel is made of.
 *
 * @param op what to compute
 * @param inputs where the operands lie
 * @param outputs where the results go
 * @param inputIds values of the operands; none for a step within other work
 * @param outputIds values of the results; none for a step within other work
 * @param stableInputs positions of operands that only change when weights are written from outside
 * @param prologue whether it is all done in the prologue
 */
public record Work(
        Op op,
        List<Slot> inputs,
        List<Slot> outputs,
        List<Integer> inputIds,
        List<Integer> outputIds,
        Set<Integer> stableInputs,
        boolean prologue) {

    /** A step within this work, at the same time in a run, on memory that no value of the program has. */
    public Work step(Op stepOp, List<Slot> operands, Slot result) {
        return new Work(stepOp, operands, List.of(result), List.of(), List.of(), Set.of(), prologue);
    }

    /** Whether it is only a part of the work of an instruction. */
    public boolean isStep() {
        return outputIds.isEmpty();
    }

    /** An operand. */
    public Slot input(int index) {
        return inputs.get(index);
    }

    /** A result. */
    public Slot output(int index) {
        return outputs.get(index);
    }

    /** Whether an operand only changes when weights are written from outside. */
    public boolean isStable(int index) {
        return stableInputs.contains(index);
    }
}
