package dev.plumb.ops;

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

    /** The problem is only put into words if there is one. */
    static void that(boolean holds, Supplier<String> problem, Var... operands) {
        if (!holds) {
            throw OpException.of(problem.get(), List.of(operands));
        }
    }
}
