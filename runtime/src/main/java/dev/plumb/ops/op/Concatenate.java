package dev.plumb.ops.op;

import java.util.List;

/**
 * Joins arrays along one axis; all other axes are equal.
 *
 * @param axis the axis that grows
 */
public record Concatenate(int axis) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.check(this, !inputs.isEmpty(), () -> "needs an operand");
        ArrayType first = inputs.get(0);
        Operands.check(this, axis >= 0 && axis < first.rank(), () -> "axis " + axis + " does not exist in " + first);
        int size = 0;
        for (ArrayType input : inputs) {
            Operands.check(
                    this,
                    input.rank() == first.rank()
                            && input.withSize(axis, first.size(axis)).equals(first),
                    () -> "along axis " + axis + " cannot join " + first + " and " + input);
            size += input.size(axis);
        }
        return List.of(first.withSize(axis, size));
    }
}
