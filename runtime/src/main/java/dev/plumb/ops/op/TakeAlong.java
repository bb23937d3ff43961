package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * Elements of each last axis by ids of its own: x[…, n] and int32 ids[…, k] give […, k]. An id outside of 0…n-1 throws
 * {@link IndexOutOfBoundsException} when run.
 */
public record TakeAlong() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType source = inputs.get(0);
        ArrayType ids = inputs.get(1);
        Operands.dtype(this, source, DType.FLOAT32);
        Operands.dtype(this, ids, DType.INT32);
        Operands.rankAtLeast(this, source, 1);
        Operands.rankAtLeast(this, ids, 1);
        Operands.same(
                this,
                new ArrayType(DType.INT32, source.withSize(-1, ids.size(-1)).shape()),
                ids);
        return List.of(source.withShape(ids.shape()));
    }
}
