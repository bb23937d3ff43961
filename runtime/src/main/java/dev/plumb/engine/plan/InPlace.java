package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.WriteRows;
import java.util.ArrayList;
import java.util.List;

/** Which operands an op may overwrite with its result: those it reads element by element, each before it is written. */
final class InPlace {

    private InPlace() {}

    /** Positions of the operands that the only result of an instruction may replace. */
    static List<Integer> positions(Program program, Instruction instruction) {
        List<Integer> positions = new ArrayList<>();
        if (instruction.outputs().size() != 1) {
            return positions;
        }
        ArrayType result = program.value(instruction.output()).type();
        for (int position = 0; position < instruction.inputs().size(); position++) {
            ArrayType operand =
                    program.value(instruction.inputs().get(position)).type();
            if (isElementwise(instruction.op(), position) && operand.bytes() == result.bytes()) {
                positions.add(position);
            }
        }
        return positions;
    }

    private static boolean isElementwise(Op op, int position) {
        if (op instanceof Fused fused) {
            return fused.base() instanceof Elementwise || fused.base() instanceof Binary;
        }
        return op instanceof Elementwise
                || op instanceof Binary
                || (op instanceof WriteRows && position == 0)
                || (op instanceof ElementwiseBackward && position == 1);
    }
}
