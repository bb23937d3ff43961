package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;
import java.util.HashMap;
import java.util.Map;

/** How often each value is read, outputs and assignments included. */
final class Uses {

    private final Map<Integer, Integer> counts = new HashMap<>();

    Uses(Program program) {
        for (Instruction instruction : program.instructions()) {
            instruction.inputs().forEach(this::count);
        }
        program.outputs().values().forEach(this::count);
        program.assignments().values().forEach(this::count);
    }

    boolean isSingle(int id) {
        return counts.getOrDefault(id, 0) == 1;
    }

    private void count(int id) {
        counts.merge(id, 1, Integer::sum);
    }
}
