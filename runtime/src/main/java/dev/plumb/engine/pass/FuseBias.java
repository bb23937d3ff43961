package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.MatMul;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds a vector over the last axis within the matrix product or convolution before it. */
public record FuseBias() implements Pass {

    @Override
    public Program apply(Program program) {
        Uses uses = new Uses(program);
        Map<Integer, Instruction> producers = new HashMap<>();
        List<Instruction> instructions = new ArrayList<>();
        for (Instruction instruction : program.instructions()) {
            Instruction current = instruction;
            if (instruction.op().equals(new Binary(BinaryFunction.ADD))) {
                for (int position = 0; position < 2; position++) {
                    int product = instruction.inputs().get(position);
                    int bias = instruction.inputs().get(1 - position);
                    Instruction producer = producers.get(product);
                    if (current.op() instanceof Binary
                            && producer != null
                            && uses.isSingle(product)
                            && isBias(
                                    program.value(bias).type(),
                                    program.value(product).type())) {
                        current = new Instruction(
                                new Fused(producer.op(), true, List.of()),
                                List.of(
                                        producer.inputs().get(0),
                                        producer.inputs().get(1),
                                        bias),
                                instruction.outputs());
                        instructions.remove(producer);
                    }
                }
            }
            if (current.op() instanceof MatMul || current.op() instanceof Convolution) {
                producers.put(current.output(), current);
            }
            instructions.add(current);
        }
        return program.withInstructions(instructions);
    }

    private static boolean isBias(ArrayType bias, ArrayType product) {
        return bias.rank() >= 1
                && bias.rank() <= product.rank()
                && bias.size(-1) == product.size(-1)
                && bias.elements() == bias.size(-1);
    }
}
