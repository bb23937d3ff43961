package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Instruction;
import java.util.BitSet;
import java.util.Set;

/**
 * Lets what makes an operand of a concatenation write it into the result, so that it need not be copied. That is done where the operand lies together there: along the first axis, and
 * along any other if all before it are of size 1, as for a single example. Elsewhere a kernel would have to write rows with gaps between them, which of oneDNN's fast
 * code only matrix products do.
 */
final class Concatenations {
    private Concatenations() {}

    /**
     * Gives each operand that can have it its place in the result.
     *
     * @param stable the values that are not made in each run
     * @param placed the values that have a place already, which is not the arena
     */
    static void place(Program program, Aliases aliases, BitSet stable, Set<Integer> placed) {
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof Concatenate concatenate) {
                int result = instruction.output();
                ArrayType type = program.value(result).type();
                if (type.product(0, concatenate.axis()) == 1 && !placed.contains(aliases.root(result))) {
                    place(instruction, program, aliases, stable, placed);
                }
            }
        }
    }

    private static void place(
            Instruction instruction, Program program, Aliases aliases, BitSet stable, Set<Integer> placed) {
        int result = instruction.output();
        long offset = 0;
        for (int operand : instruction.inputs()) {
            Value root = program.value(aliases.root(operand));
            if (root.kind() == Value.Kind.TEMPORARY
                    && root.id() != result
                    && aliases.isWhole(operand)
                    && !placed.contains(root.id())
                    && stable.get(root.id()) == stable.get(result)) {
                aliases.place(root.id(), result, offset);
            }
            offset += program.value(operand).type().bytes();
        }
    }
}
