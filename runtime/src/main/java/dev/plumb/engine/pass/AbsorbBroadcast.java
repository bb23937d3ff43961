package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets element-wise ops repeat their operands themselves instead of reading a repeated copy. */
public record AbsorbBroadcast() implements Pass {

    @Override
    public Program apply(Program program) {
        Map<Integer, Integer> sources = new HashMap<>();
        List<Instruction> instructions = new ArrayList<>();
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof Broadcast) {
                sources.put(instruction.output(), instruction.inputs().get(0));
            }
            instructions.add(instruction.op() instanceof Binary ? absorb(program, instruction, sources) : instruction);
        }
        return program.withInstructions(instructions);
    }

    private static Instruction absorb(Program program, Instruction binary, Map<Integer, Integer> sources) {
        List<ArrayType> result = program.types(binary.outputs());
        Instruction current = binary;
        for (int position = 0; position < 2; position++) {
            Integer source = sources.get(current.inputs().get(position));
            if (source == null) {
                continue;
            }
            List<Integer> inputs = new ArrayList<>(current.inputs());
            inputs.set(position, source);
            // Only if the other operand still has the full shape.
            if (binary.op().infer(program.types(inputs)).equals(result)) {
                current = new Instruction(binary.op(), inputs, binary.outputs());
            }
        }
        return current;
    }
}
