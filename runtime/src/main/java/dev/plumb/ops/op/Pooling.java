package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Largest or mean value of each window over the spatial axes of [batch, spatial…, channels].
 *
 * @param kind largest or mean
 * @param size cells of the window along each spatial axis
 * @param window strides and padding; dilations must be 1
 */
public record Pooling(Kind kind, List<Integer> size, Window window) implements Op {

    /** What a window is reduced to. */
    public enum Kind {
        /** The largest value; padding never wins. */
        MAX,
        /** The mean of the cells that are not padding. */
        AVERAGE
    }

    /** Throws {@link IllegalArgumentException} for dilated windows or sizes that do not fit the spatial rank. */
    public Pooling {
        size = List.copyOf(size);
        if (size.size() != window.spatialRank()
                || size.stream().anyMatch(cells -> cells < 1)
                || window.dilations().stream().anyMatch(dilation -> dilation != 1)) {
            throw new IllegalArgumentException("Pooling needs one size of at least 1 per spatial axis and no dilation, "
                    + "got sizes " + size + " and " + window);
        }
        for (int axis = 0; axis < size.size(); axis++) {
            if (window.padBefore().get(axis) >= size.get(axis)
                    || window.padAfter().get(axis) >= size.get(axis)) {
                throw new IllegalArgumentException(
                        "Pooling padding must be smaller than the window, got sizes " + size + " and " + window);
            }
        }
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        int spatial = window.spatialRank();
        Operands.check(
                this,
                source.rank() == spatial + 2,
                () -> "with " + spatial + " spatial axes needs rank " + (spatial + 2) + ", got " + source);
        List<Integer> shape = new ArrayList<>(source.shape());
        for (int axis = 0; axis < spatial; axis++) {
            int cells = window.outputSize(axis, source.size(axis + 1), size.get(axis));
            Operands.check(this, cells >= 1, () -> "window " + size + " is larger than the padded input " + source);
            shape.set(axis + 1, cells);
        }
        return List.of(source.withShape(shape));
    }
}
