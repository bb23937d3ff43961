package dev.plumb.ops;

import dev.plumb.dsl.DType;
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

    /** The numbers of a Java array, of rank 1. */
    default Var constant(float[] values) {
        return constant(ArrayType.float32(values.length), Literal.of(values));
    }

    /** The numbers of a Java array as a matrix; {@link IllegalArgumentException} if its rows differ in length. */
    default Var constant(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != columns) {
                throw OpException.of(
                        "constant: row " + row + " has " + rows[row].length + " numbers, row 0 has " + columns,
                        List.of());
            }
            System.arraycopy(rows[row], 0, values, row * columns, columns);
        }
        return constant(ArrayType.float32(rows.length, columns), Literal.of(values));
    }

    /** Constant int32 ids, of rank 1, each less than 2^24. */
    default Var ids(int... values) {
        float[] floats = new float[values.length];
        for (int index = 0; index < values.length; index++) {
            floats[index] = values[index];
        }
        return constant(floats).cast(DType.INT32);
    }

    default Var zeros(Integer... shape) {
        return fill(ArrayType.float32(shape), 0);
    }

    default Var ones(Integer... shape) {
        return fill(ArrayType.float32(shape), 1);
    }

    /** The numbers from 0 to {@code count - 1}. */
    default Var range(int count) {
        float[] values = new float[count];
        for (int index = 0; index < count; index++) {
            values[index] = index;
        }
        return constant(values);
    }

    /** The unit matrix. */
    default Var eye(int size) {
        return range(size).expandDims(1).equalTo(range(size));
    }

    /** Everything recorded so far, in order. */
    List<Instruction> instructions();

    /** Where each instruction comes from. */
    Origins origins();

    /** The handle of a value that was recorded. */
    Var variable(int id);

    /** Whether this records a part of what another one records, and may use its values. */
    default boolean isInside(Recorder other) {
        return false;
    }
}
