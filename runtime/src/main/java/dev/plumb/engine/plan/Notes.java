package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Recurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Gives notes the size that their kernels need, so that they lie in a plan's memory like everything else. */
public final class Notes {

    private Notes() {}

    /** The same program with notes of the right size. */
    static Program sized(Program program, List<KernelProvider> providers, int threads) {
        List<Value> values = new ArrayList<>(program.values());
        boolean found = false;
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof Recurrence recurrence && recurrence.noted()) {
                found = true;
                int id = instruction.outputs().get(recurrence.results());
                values.set(
                        id,
                        Value.temporary(id, note(recurrence, program.types(instruction.inputs()), providers, threads)));
            }
        }
        return found ? new Program(values, program.instructions(), program.outputs(), program.assignments()) : program;
    }

    /** The types of an op's results with a note of the right size. */
    public static List<ArrayType> results(
            Op op, List<ArrayType> operands, List<KernelProvider> providers, int threads) {
        List<ArrayType> results = op.infer(operands);
        if (op instanceof Recurrence recurrence && recurrence.noted()) {
            results = new ArrayList<>(results);
            results.set(recurrence.results(), note(recurrence, operands, providers, threads));
        }
        return results;
    }

    private static ArrayType note(
            Recurrence op, List<ArrayType> operands, List<KernelProvider> providers, int threads) {
        for (KernelProvider provider : providers) {
            OptionalInt length = provider.noteLength(op, operands, threads);
            if (length.isPresent()) {
                return ArrayType.float32(length.getAsInt());
            }
        }
        return Recurrence.NOTE;
    }
}
