package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes instructions whose results nobody reads. */
public record DropDead() implements Pass {

    @Override
    public Program apply(Program program) {
        Set<Integer> read = new HashSet<>(program.outputs().values());
        read.addAll(program.assignments().values());
        List<Instruction> kept = new ArrayList<>();
        for (int index = program.instructions().size() - 1; index >= 0; index--) {
            Instruction instruction = program.instructions().get(index);
            if (instruction.outputs().stream().anyMatch(read::contains)) {
                read.addAll(instruction.inputs());
                kept.add(instruction);
            }
        }
        Collections.reverse(kept);
        return program.withInstructions(kept);
    }
}
