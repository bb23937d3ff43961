package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * Where the first elements of each sorted last axis are: x[…, n] gives int32[…, count]. Of equal elements the first comes first; NaN
 * counts as larger than all others.
 *
 * @param count how many, at most n
 * @param descending whether the largest comes first
 */
public record ArgSort(int count, boolean descending) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 1);
        Operands.check(
                this,
                count >= 1 && count <= source.size(-1),
                () -> "needs 1 to " + source.size(-1) + " elements of each last axis of " + source + ", not " + count);
        return List.of(new ArrayType(DType.INT32, source.withSize(-1, count).shape()));
    }
}
