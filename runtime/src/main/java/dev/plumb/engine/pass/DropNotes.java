package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Recurrence;
import java.util.ArrayList;
import java.util.List;

/** Recurrences whose gradient nobody takes keep no note for it: below what is frozen, in predictions. */
public record DropNotes() implements Pass {

    @Override
    public Program apply(Program program) {
        Uses uses = new Uses(program);
        List<Instruction> instructions = new ArrayList<>(program.instructions().size());
        for (Instruction instruction : program.instructions()) {
            boolean drops = instruction.op() instanceof Recurrence recurrence
                    && recurrence.noted()
                    && !uses.isRead(instruction.outputs().get(recurrence.results()));
            instructions.add(drops ? withoutNote(instruction) : instruction);
        }
        return program.withInstructions(instructions);
    }

    private static Instruction withoutNote(Instruction instruction) {
        Recurrence noted = (Recurrence) instruction.op();
        return new Instruction(
                noted.noting(false), instruction.inputs(), instruction.outputs().subList(0, noted.results()));
    }
}
