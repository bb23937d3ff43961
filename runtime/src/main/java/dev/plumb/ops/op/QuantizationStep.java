package dev.plumb.ops.op;

import java.util.List;

/**
 * What 1 of 127 is worth along an axis: the largest size of a number there, divided by 127. NaN where there is NaN or an infinity; the smallest normal number where that is
 * larger, so that zeros can be divided by it. Of [rows, columns] along the last axis it is [rows, 1].
 *
 * @param axis negative ones count from the end
 */
public record QuantizationStep(int axis) implements Op {
    /** The largest whole number that is used. With as many below 0 as above it, 0 stays 0 and no sum needs a correction. */
    public static final int LARGEST = 127;

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        return List.of(inputs.get(0).withSize(axis, 1));
    }
}
