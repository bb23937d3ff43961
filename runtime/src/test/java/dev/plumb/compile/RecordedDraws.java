package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.fixtures.Tensor;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.RandomNumbers;
import java.util.ArrayList;
import java.util.List;

/** Programs that compute with the random numbers that Keras drew. */
final class RecordedDraws {
    private RecordedDraws() {}

    /**
     * The same program, whose draws are these, in their order. Nothing is changed where none were recorded.
     *
     * @param draws as many numbers as each draw has
     */
    static Program in(Program program, List<Tensor> draws) {
        if (draws.isEmpty()) {
            return program;
        }
        List<Value> values = new ArrayList<>(program.values());
        List<Instruction> others = new ArrayList<>();
        int drawn = 0;
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof RandomNumbers numbers) {
                Value value = program.value(instruction.output());
                float[] recorded = draws.get(drawn++).floats();
                assertEquals(value.type().elements(), recorded.length, numbers::toString);
                values.set(
                        value.id(), new Value(value.id(), value.type(), Value.Kind.CONSTANT, "", Literal.of(recorded)));
            } else {
                others.add(instruction);
            }
        }
        assertEquals(draws.size(), drawn, "draws");
        return new Program(values, others, program.outputs(), program.assignments());
    }
}
