package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * An array with some of its rows replaced: x with axis size n, rows with axis size k, all other axes alike, and an int32 scalar, the index of the first row
 * that is replaced. A place outside of 0…n-k throws {@link IndexOutOfBoundsException} when run. Where nobody reads the array afterwards it is written in its
 * place, and only the rows are touched.
 *
 * @param axis along which the rows lie, from 0
 */
public record WriteRows(int axis) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 3);
        ArrayType array = inputs.get(0);
        ArrayType rows = inputs.get(1);
        Operands.dtype(this, array, DType.FLOAT32);
        Operands.check(
                this,
                axis >= 0 && axis < array.rank() && rows.rank() == array.rank(),
                () -> "needs rows beside " + array + " along axis " + axis + ", got " + rows);
        Operands.check(
                this,
                rows.size(axis) <= array.size(axis) && rows.equals(array.withSize(axis, rows.size(axis))),
                () -> "needs rows that fit into " + array + " along axis " + axis + ", got " + rows);
        Operands.same(this, ArrayType.int32(), inputs.get(2));
        return List.of(array);
    }
}
