package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Reorders the axes: axis i of the result is axis {@code permutation[i]} of the operand.
 *
 * @param permutation each axis once
 */
public record Transpose(List<Integer> permutation) implements Op {

    /** Copies the list. */
    public Transpose {
        permutation = List.copyOf(permutation);
    }

    /** The permutation that undoes this one. */
    public Transpose inverse() {
        List<Integer> inverse = new ArrayList<>();
        for (int axis = 0; axis < permutation.size(); axis++) {
            inverse.add(permutation.indexOf(axis));
        }
        return new Transpose(inverse);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        ArrayType source = inputs.get(0);
        List<Integer> shape = new ArrayList<>();
        boolean fits = permutation.size() == source.rank();
        for (int axis = 0; fits && axis < source.rank(); axis++) {
            fits = permutation.contains(axis);
        }
        Operands.check(this, fits, () -> "by " + permutation + " does not apply to " + source);
        for (int axis : permutation) {
            shape.add(source.size(axis));
        }
        return List.of(source.withShape(shape));
    }
}
