package dev.plumb.onnx.read;

import java.util.Arrays;
import java.util.List;

/** Where the elements of arrays lie, row by row. */
final class Index {
    private Index() {}

    static int size(int... shape) {
        return Arrays.stream(shape).reduce(1, (left, right) -> left * right);
    }

    private static int[] strides(int... shape) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    /** For each element of an array with these axes in this order, where it lies in the array of that shape. */
    static int[] transposed(int[] shape, List<Integer> axes) {
        int[] strides = strides(shape);
        int[] lengths = axes.stream().mapToInt(axis -> shape[axis]).toArray();
        int[] steps = axes.stream().mapToInt(axis -> strides[axis]).toArray();
        return walked(0, lengths, steps);
    }

    /** For each element of a part of an array, where it lies in the whole. */
    static int[] part(int[] shape, int axis, int first, int step, int count) {
        int[] strides = strides(shape);
        int[] lengths = shape.clone();
        lengths[axis] = count;
        int[] steps = strides.clone();
        steps[axis] *= step;
        return walked(first * strides[axis], lengths, steps);
    }

    /** For each element of a wider array, where it lies in one with axes of size 1, or none, in their place. */
    static int[] widened(int[] from, int... to) {
        int[] strides = strides(from);
        int[] steps = new int[to.length];
        for (int axis = to.length - from.length; axis < to.length; axis++) {
            int before = axis - to.length + from.length;
            steps[axis] = from[before] == 1 ? 0 : strides[before];
        }
        return walked(0, to, steps);
    }

    private static int[] walked(int start, int[] lengths, int[] steps) {
        int[] places = new int[size(lengths)];
        int[] at = new int[lengths.length];
        int place = start;
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            for (int axis = lengths.length - 1; axis >= 0; axis--) {
                place += steps[axis];
                if (++at[axis] < lengths[axis]) {
                    break;
                }
                place -= at[axis] * steps[axis];
                at[axis] = 0;
            }
        }
        return places;
    }
}
