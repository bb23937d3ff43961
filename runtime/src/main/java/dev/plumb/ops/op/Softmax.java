package dev.plumb.ops.op;

import java.util.List;

/**
 * {@code e^x / sum(e^x)} along one axis, or its logarithm; shifted by the largest value first.
 *
 * @param axis the axis that sums to 1
 * @param log whether the logarithm is wanted
 */
public record Softmax(int axis, boolean log) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.check(this, axis >= 0 && axis < source.rank(), () -> "axis " + axis + " does not exist in " + source);
        return inputs;
    }
}
