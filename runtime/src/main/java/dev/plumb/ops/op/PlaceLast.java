package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Zeros but for one element of each last axis: x[…] and int32 index[…] give […, size]; the gradient of {@link PickLast},
 * and one-hot encoding when x is 1. An index outside of 0…size-1 throws {@link IndexOutOfBoundsException} when run.
 *
 * @param size of the new last axis
 */
public record PlaceLast(int size) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType source = inputs.get(0);
        Operands.dtype(this, source, DType.FLOAT32);
        Operands.same(this, new ArrayType(DType.INT32, source.shape()), inputs.get(1));
        List<Integer> shape = new ArrayList<>(source.shape());
        shape.add(size);
        return List.of(source.withShape(shape));
    }
}
