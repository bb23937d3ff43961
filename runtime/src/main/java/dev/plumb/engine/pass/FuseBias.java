package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.MatMul;
import java.util.List;

/** Adds a vector over the last axis within the matrix product or convolution before it. */
public record FuseBias() implements Pass {

    @Override
    public Program apply(Program program) {
        Uses uses = new Uses(program);
        Rewriting rewriting = new Rewriting();
        for (Instruction instruction : program.instructions()) {
            Instruction current = fused(program, uses, rewriting, instruction);
            rewriting.add(current, current.op() instanceof MatMul || current.op() instanceof Convolution);
        }
        return program.withInstructions(rewriting.finish());
    }

    private static Instruction fused(Program program, Uses uses, Rewriting rewriting, Instruction instruction) {
        if (!(instruction.op() instanceof Binary binary) || binary.function() != BinaryFunction.ADD) {
            return instruction;
        }
        for (int position = 0; position < 2; position++) {
            int product = instruction.inputs().get(position);
            int bias = instruction.inputs().get(1 - position);
            Instruction producer = rewriting.producer(product);
            if (producer != null
                    && uses.isSingle(product)
                    && isBias(program.value(bias).type(), program.value(product).type())) {
                rewriting.remove(product);
                return new Instruction(
                        new Fused(producer.op(), true, List.of()),
                        List.of(producer.inputs().get(0), producer.inputs().get(1), bias),
                        instruction.outputs());
            }
        }
        return instruction;
    }

    private static boolean isBias(ArrayType bias, ArrayType product) {
        return bias.rank() >= 1
                && bias.rank() <= product.rank()
                && bias.size(-1) == product.size(-1)
                && bias.elements() == bias.size(-1);
    }
}
