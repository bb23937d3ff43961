package dev.plumb.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What methods of a variable ask for before they record an op. */
final class Require {

    private Require() {}

    /** The axis as a number from 0. */
    static int axis(String op, Var x, int axis) {
        int rank = x.rank();
        that(
                axis >= -rank && axis < rank,
                () -> op + ": axis " + axis + " does not exist, "
                        + (rank == 0 ? "a scalar has none" : "expected " + -rank + " to " + (rank - 1)),
                x);
        return axis < 0 ? axis + rank : axis;
    }

    /** The axes as different numbers from 0; all of them if none is named. */
    static int[] axes(String op, Var x, int... axes) {
        if (axes.length == 0) {
            return java.util.stream.IntStream.range(0, x.rank()).toArray();
        }
        int[] found = Arrays.stream(axes).map(axis -> axis(op, x, axis)).toArray();
        that(
                Arrays.stream(found).distinct().count() == found.length,
                () -> op + ": one axis is named twice in " + Arrays.toString(axes),
                x);
        return found;
    }

    /** Sizes of the same number of elements, where one may be -1: what the others leave for it. */
    static List<Integer> sizes(Var x, List<Integer> sizes) {
        int open = sizes.indexOf(-1);
        if (open < 0) {
            return sizes;
        }
        List<Integer> shape = new ArrayList<>(sizes);
        shape.set(open, 1);
        long all = x.shape().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        boolean positive = shape.stream().allMatch(size -> size > 0);
        long others = positive ? shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact) : 0;
        that(
                positive && all % others == 0,
                () -> "Reshape: no size in place of -1 in " + sizes + " gives " + all + " elements",
                x);
        shape.set(open, Math.toIntExact(all / others));
        return shape;
    }

    /** The problem is only put into words if there is one. */
    static void that(boolean holds, Supplier<String> problem, Var... operands) {
        if (!holds) {
            throw OpException.of(problem.get(), List.of(operands));
        }
    }
}
