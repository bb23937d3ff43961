package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.Instruction;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** What follows from weights and constants alone, as far as instructions have been seen. Not from weights that the program itself writes: those are others in each run. */
final class StableValues {

    private final BitSet ids = new BitSet();

    /** The weights and constants of a program. */
    StableValues(Program program) {
        this(program, List.of());
    }

    /** Those but for some weights. */
    StableValues(Program program, Collection<Integer> changing) {
        for (Value value : program.values()) {
            if (value.kind() == Value.Kind.CONSTANT
                    || (value.kind() == Value.Kind.WEIGHT
                            && !changing.contains(value.id())
                            && !program.assignments().containsKey(value.id()))) {
                ids.set(value.id());
            }
        }
    }

    /** Whether a value follows from weights and constants alone. */
    boolean contains(int id) {
        return ids.get(id);
    }

    /** Whether the results of an instruction do; from then on they are known. */
    boolean add(Instruction instruction) {
        for (int input : instruction.inputs()) {
            if (!ids.get(input)) {
                return false;
            }
        }
        if (instruction.inputs().isEmpty()) {
            return false;
        }
        for (int output : instruction.outputs()) {
            ids.set(output);
        }
        return true;
    }

    /** Whether an instruction that has been seen makes such values. */
    boolean makes(Instruction instruction) {
        return !instruction.outputs().isEmpty() && ids.get(instruction.output());
    }
}
