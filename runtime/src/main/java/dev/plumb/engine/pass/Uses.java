package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;

/** How often each value is read, outputs and assignments included. */
final class Uses {

    private final int[] counts;

    Uses(Program program) {
        counts = new int[program.values().size()];
        for (Instruction instruction : program.instructions()) {
            for (int input : instruction.inputs()) {
                counts[input]++;
            }
        }
        for (Program.Output output : program.outputs()) {
            counts[output.id()]++;
        }
        for (int id : program.assignments().values()) {
            counts[id]++;
        }
    }

    boolean isRead(int id) {
        return counts[id] > 0;
    }

    boolean isSingle(int id) {
        return counts[id] == 1;
    }
}
