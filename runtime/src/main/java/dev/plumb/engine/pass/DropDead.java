package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Print;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** Removes instructions whose results nobody reads; what prints is read by somebody. */
public record DropDead() implements Pass {

    @Override
    public Program apply(Program program) {
        BitSet read = new BitSet(program.values().size());
        for (Program.Output output : program.outputs()) {
            read.set(output.id());
        }
        for (int id : program.assignments().values()) {
            read.set(id);
        }
        List<Instruction> kept = new ArrayList<>();
        for (int index = program.instructions().size() - 1; index >= 0; index--) {
            Instruction instruction = program.instructions().get(index);
            if (instruction.op() instanceof Print || isAnyRead(instruction.outputs(), read)) {
                for (int input : instruction.inputs()) {
                    read.set(input);
                }
                kept.add(instruction);
            }
        }
        Collections.reverse(kept);
        return program.withInstructions(kept);
    }

    private static boolean isAnyRead(List<Integer> ids, BitSet read) {
        for (int id : ids) {
            if (read.get(id)) {
                return true;
            }
        }
        return false;
    }
}
