package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * One element of each last axis: x[…, k] and int32 index[…] give […]. An index outside of 0…k-1 throws
 * {@link IndexOutOfBoundsException} when run.
 */
public record PickLast() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType source = inputs.get(0);
        Operands.dtype(this, source, DType.FLOAT32);
        Operands.rankAtLeast(this, source, 1);
        ArrayType result = source.withShape(source.shape().subList(0, source.rank() - 1));
        Operands.same(this, new ArrayType(DType.INT32, result.shape()), inputs.get(1));
        return List.of(result);
    }
}
