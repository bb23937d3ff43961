package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Surrounds an array with a constant.
 *
 * @param before cells added before the first along each axis
 * @param after cells added after the last along each axis
 * @param value the constant
 */
public record Pad(List<Integer> before, List<Integer> after, float value) implements Op {

    /** Copies the lists. */
    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        boolean fits = before.size() == source.rank() && after.size() == source.rank();
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; fits && axis < source.rank(); axis++) {
            fits = before.get(axis) >= 0 && after.get(axis) >= 0;
            shape.add(before.get(axis) + source.size(axis) + after.get(axis));
        }
        Operands.check(this, fits, () -> "by " + before + " and " + after + " does not apply to " + source);
        return List.of(source.withShape(shape));
    }
}
