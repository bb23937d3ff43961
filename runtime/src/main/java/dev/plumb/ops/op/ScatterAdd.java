package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds to zeros where int32 ids say, the adjoint of {@link Gather}: updates[before…, i…, after…] and ids[i…] give
 * [before…, size, after…]. An id outside of 0…size-1 throws {@link IndexOutOfBoundsException} when run.
 *
 * @param axis the axis that the ids are about
 * @param size of that axis
 */
public record ScatterAdd(int axis, int size) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType updates = inputs.get(0);
        ArrayType ids = inputs.get(1);
        Operands.dtype(this, updates, DType.FLOAT32);
        Operands.dtype(this, ids, DType.INT32);
        int end = axis + ids.rank();
        Operands.check(
                this,
                axis >= 0
                        && end <= updates.rank()
                        && updates.shape().subList(axis, end).equals(ids.shape()),
                () -> "expects updates with the axes " + ids.shape() + " from axis " + axis + " on, got " + updates);
        List<Integer> shape = new ArrayList<>(updates.shape().subList(0, axis));
        shape.add(size);
        shape.addAll(updates.shape().subList(end, updates.rank()));
        return List.of(updates.withShape(shape));
    }
}
