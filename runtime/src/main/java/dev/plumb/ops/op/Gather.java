package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of one axis that int32 ids name: x[before…, n, after…] and ids[i…] give [before…, i…, after…]. An id outside of
 * 0…n-1 throws {@link IndexOutOfBoundsException} when run.
 *
 * @param axis the axis that the ids are about
 */
public record Gather(int axis) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType source = inputs.get(0);
        ArrayType ids = inputs.get(1);
        Operands.dtype(this, source, DType.FLOAT32);
        Operands.dtype(this, ids, DType.INT32);
        Operands.check(this, axis >= 0 && axis < source.rank(), () -> "axis " + axis + " does not exist in " + source);
        List<Integer> shape = new ArrayList<>(source.shape().subList(0, axis));
        shape.addAll(ids.shape());
        shape.addAll(source.shape().subList(axis + 1, source.rank()));
        return List.of(source.withShape(shape));
    }
}
