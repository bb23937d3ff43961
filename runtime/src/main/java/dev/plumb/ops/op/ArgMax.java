package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/** Index of the largest element of each last axis, the first of equals: x[…, k] gives int32[…]. */
public record ArgMax() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 1);
        return List.of(new ArrayType(DType.INT32, source.shape().subList(0, source.rank() - 1)));
    }
}
