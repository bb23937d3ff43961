package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.Instruction;
import java.util.HashSet;
import java.util.Set;

/** Checks that a program makes sense: for tests of passes. */
public final class Verifier {

    private Verifier() {}

    /**
     * Throws {@link IllegalStateException} if a value is read before it is made, made twice, never made though it is an output,
     * or has another type than its op infers.
     */
    public static void verify(Program program) {
        Set<Integer> defined = new HashSet<>();
        for (Value value : program.values()) {
            if (value.kind() != Value.Kind.TEMPORARY) {
                defined.add(value.id());
            }
        }
        for (Instruction instruction : program.instructions()) {
            require(defined.containsAll(instruction.inputs()), instruction + " reads what is not made yet");
            require(
                    instruction
                            .op()
                            .infer(program.types(instruction.inputs()))
                            .equals(program.types(instruction.outputs())),
                    instruction + " has results of other types");
            for (int output : instruction.outputs()) {
                require(defined.add(output), "%" + output + " is made twice");
            }
        }
        require(
                program.outputs().stream().map(Program.Output::id).allMatch(defined::contains),
                "an output is never made");
        require(defined.containsAll(program.assignments().values()), "an assigned value is never made");
        program.assignments()
                .forEach((weight, id) -> require(
                        program.value(weight).kind() == Value.Kind.WEIGHT
                                && program.value(weight)
                                        .type()
                                        .equals(program.value(id).type()),
                        "%" + id + " cannot be assigned to %" + weight));
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }
}
