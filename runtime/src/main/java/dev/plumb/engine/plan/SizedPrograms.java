package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.Instruction;
import java.util.List;
import java.util.Objects;

/** Programs that are alike but for some sizes, so that one plan can do each of them. */
final class SizedPrograms {
    private SizedPrograms() {}

    /** Throws {@link IllegalArgumentException} unless all are like the last, and none is larger. */
    static void check(List<Program> programs) {
        Program largest = programs.get(programs.size() - 1);
        for (int size = 0; size < programs.size() - 1; size++) {
            if (!areAlike(programs.get(size), largest)) {
                throw new IllegalArgumentException("program " + size + " of " + programs.size()
                        + " differs from the last in more than sizes, or is larger: found\n" + programs.get(size)
                        + "beside\n" + largest);
            }
        }
    }

    private static boolean areAlike(Program smaller, Program largest) {
        if (smaller.values().size() != largest.values().size()
                || smaller.instructions().size() != largest.instructions().size()
                || !smaller.outputs().equals(largest.outputs())
                || !smaller.assignments().equals(largest.assignments())) {
            return false;
        }
        for (Value value : smaller.values()) {
            Value other = largest.value(value.id());
            if (value.kind() != other.kind()
                    || value.type().bytes() > other.type().bytes()
                    || (value.literal() != null && !value.equals(other))) {
                return false;
            }
        }
        for (int index = 0; index < smaller.instructions().size(); index++) {
            Instruction instruction = smaller.instructions().get(index);
            Instruction other = largest.instructions().get(index);
            if (!Objects.equals(instruction.op().getClass(), other.op().getClass())
                    || !instruction.inputs().equals(other.inputs())
                    || !instruction.outputs().equals(other.outputs())) {
                return false;
            }
        }
        return true;
    }

    /** Throws {@link IllegalArgumentException} unless the same values are views of the same. */
    static void check(Aliases smaller, Aliases largest, Program program) {
        for (Value value : program.values()) {
            if (smaller.root(value.id()) != largest.root(value.id())) {
                throw new IllegalArgumentException(value + " is a view of another value in a program of another size");
            }
        }
    }
}
