package dev.plumb.graph.rule;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import java.util.Collections;
import java.util.List;

/**
 * A window that slides over the spatial axes of its input: the arithmetic of convolutions and poolings, by the formulas of Keras.
 *
 * @param sizes the window's points on each axis
 * @param strides its steps
 * @param dilations the distance between its points
 * @param padding what surrounds the input
 */
public record Window(List<Integer> sizes, List<Integer> strides, List<Integer> dilations, Padding padding) {

    public Window {
        sizes = List.copyOf(sizes);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
    }

    /** A window over {@code axes} axes; lists of one item hold for all axes. */
    public static Window of(
            int axes, List<Integer> sizes, List<Integer> strides, List<Integer> dilations, Padding padding) {
        return new Window(spread(sizes, axes), spread(strides, axes), spread(dilations, axes), padding);
    }

    /** A pooling window: without strides it steps by its own size. */
    public static Window pooling(int axes, List<Integer> sizes, List<Integer> strides, Padding padding) {
        return of(axes, sizes, strides.isEmpty() ? sizes : strides, List.of(1), padding);
    }

    public int axes() {
        return sizes.size();
    }

    public int size(int axis) {
        return sizes.get(axis);
    }

    public int stride(int axis) {
        return strides.get(axis);
    }

    public int dilation(int axis) {
        return dilations.get(axis);
    }

    /** How far the window reaches on an axis: {@code (size - 1) * dilation + 1}. */
    public long reach(int axis) {
        return (long) (size(axis) - 1) * dilation(axis) + 1;
    }

    /** The number of positions on an axis for an input of this length; below 1 means that the window does not fit. */
    public Dim positions(int axis, Dim length) {
        return padding == Padding.VALID
                ? length.plus(-reach(axis)).floorDividedBy(stride(axis)).plus(1)
                : length.ceilingDividedBy(stride(axis));
    }

    /** The number of positions on all axes, for an input whose first axes they are. */
    public Count positions(Shape input) {
        Count positions = Count.of(1);
        for (int axis = 0; axis < axes(); axis++) {
            positions = positions.times(Count.of(positions(axis, input.dim(axis))));
        }
        return positions;
    }

    /** The zeros before an axis for an input of this length. */
    public long paddingBefore(int axis, long length) {
        return switch (padding) {
            case VALID -> 0;
            case CAUSAL -> reach(axis) - 1;
            case SAME -> totalPadding(axis, length) / 2;
        };
    }

    /** The zeros after an axis for an input of this length: the odd one of SAME comes here. */
    public long paddingAfter(int axis, long length) {
        return padding == Padding.SAME ? totalPadding(axis, length) - totalPadding(axis, length) / 2 : 0;
    }

    private long totalPadding(int axis, long length) {
        long positions = positions(axis, Dim.of(length)).size();
        return Math.max((positions - 1) * stride(axis) + reach(axis) - length, 0);
    }

    /** A list of one item holds for all axes. */
    static List<Integer> spread(List<Integer> sizes, int axes) {
        return sizes.size() == 1 ? Collections.nCopies(axes, sizes.get(0)) : sizes;
    }
}
