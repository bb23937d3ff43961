package dev.plumb.ops.op;

import java.util.List;

/**
 * A box out of an array.
 *
 * @param begin first index along each axis
 * @param size number of indices along each axis
 */
public record Slice(List<Integer> begin, List<Integer> size) implements Op {

    /** Copies the lists. */
    public Slice {
        begin = List.copyOf(begin);
        size = List.copyOf(size);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        ArrayType source = inputs.get(0);
        boolean fits = begin.size() == source.rank() && size.size() == source.rank();
        for (int axis = 0; fits && axis < source.rank(); axis++) {
            fits = begin.get(axis) >= 0
                    && size.get(axis) >= 1
                    && (long) begin.get(axis) + size.get(axis) <= source.size(axis);
        }
        Operands.check(this, fits, () -> "at " + begin + " of size " + size + " lies outside of " + source);
        return List.of(source.withShape(size));
    }
}
