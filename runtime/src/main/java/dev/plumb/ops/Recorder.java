package dev.plumb.ops;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Op;
import java.util.List;

/**
 * Takes ops as code calls them. A {@code Trace} keeps them to make a program; a tape may also execute them at once. What
 * was recorded stays readable, so that gradients work on either.
 */
public interface Recorder {

    /**
     * Applies an op.
     *
     * @throws IllegalArgumentException if the op does not apply to these operands, or one belongs to another recorder
     */
    List<Var> record(Op op, List<Var> inputs);

    /** A constant array. */
    Var constant(ArrayType type, Literal literal);

    /** A scalar constant. */
    default Var constant(float value) {
        return constant(ArrayType.float32(), Literal.fill(value));
    }

    /** An array with the same number everywhere. */
    default Var fill(ArrayType type, float value) {
        return constant(type, Literal.fill(value));
    }

    /** Everything recorded so far, in order. */
    List<Instruction> instructions();

    /** The handle of a value that was recorded. */
    Var variable(int id);
}
