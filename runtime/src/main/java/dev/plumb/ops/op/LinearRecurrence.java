package dev.plumb.ops.op;

import java.util.List;

/**
 * {@code h[t] = factor[t] h[t-1] + x[t]} along one axis, beginning with {@code h[0] = x[0]}. Operands: factors, x, of one shape. With
 * factors of 1 it is a cumulative sum.
 *
 * @param axis along which it runs
 * @param reverse whether it begins with the last element
 */
public record LinearRecurrence(int axis, boolean reverse) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.floats(this, inputs);
        ArrayType factors = inputs.get(0);
        Operands.same(this, factors, inputs.get(1));
        Operands.check(
                this, axis >= 0 && axis < factors.rank(), () -> "axis " + axis + " does not exist in " + factors);
        return inputs.subList(0, 1);
    }
}
