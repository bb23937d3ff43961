package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * Adds to zeros, in each last axis by ids of its own, the adjoint of {@link TakeAlong}: updates[…, k] and int32 ids[…, k]
 * give […, size]. An id outside of 0…size-1 throws {@link IndexOutOfBoundsException} when run.
 *
 * @param size of the last axis
 */
public record ScatterAlong(int size) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType updates = inputs.get(0);
        Operands.dtype(this, updates, DType.FLOAT32);
        Operands.rankAtLeast(this, updates, 1);
        Operands.same(this, new ArrayType(DType.INT32, updates.shape()), inputs.get(1));
        return List.of(updates.withSize(-1, size));
    }
}
