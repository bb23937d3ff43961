package dev.plumb.engine;

import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import java.util.ArrayList;
import java.util.List;

/** Programs whose attentions are made in other tiles. */
public final class AttentionPrograms {

    private AttentionPrograms() {}

    /** The same with tiles of so many steps of the query, for attentions that keep their weights; 0: as it is. */
    public static Program inTiles(Program program, int rows) {
        if (rows == 0) {
            return program;
        }
        List<Instruction> instructions = new ArrayList<>();
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof ScaledDotProductAttention op && op.keepsWeights()) {
                instructions.add(new Instruction(
                        op.inTiles(rows),
                        instruction.inputs(),
                        instruction.outputs().subList(0, 1)));
            } else if (instruction.op() instanceof ScaledDotProductAttentionBackward op
                    && op.forward().keepsWeights()) {
                List<Integer> inputs = new ArrayList<>(instruction.inputs());
                inputs.remove(op.forward().operands());
                instructions.add(new Instruction(
                        new ScaledDotProductAttentionBackward(op.forward().inTiles(rows)),
                        inputs,
                        instruction.outputs()));
            } else {
                instructions.add(instruction);
            }
        }
        return program.withInstructions(instructions);
    }

    /** How many attentions a program has, with their gradients. */
    public static long count(Program program) {
        return program.instructions().stream()
                .filter(instruction -> instruction.op() instanceof ScaledDotProductAttention
                        || instruction.op() instanceof ScaledDotProductAttentionBackward)
                .count();
    }
}
