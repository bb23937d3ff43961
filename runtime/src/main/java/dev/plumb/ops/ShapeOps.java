package dev.plumb.ops;

import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Other shapes of the same elements, and arrays made of several. */
public sealed interface ShapeOps permits Var {

    private Var self() {
        return (Var) this;
    }

    default Var reshape(Integer... shape) {
        return reshape(List.of(shape));
    }

    /** The same elements, in row-major order, under another shape; one size may be -1, which is what is left for it. */
    default Var reshape(List<Integer> sizes) {
        List<Integer> shape = Require.sizes(self(), sizes);
        return shape.equals(self().shape()) ? self() : self().apply(new Reshape(shape));
    }

    /** All axes from this one on as one. */
    default Var flatten(int fromAxis) {
        int from = Require.axis("flatten", self(), fromAxis);
        List<Integer> shape = new ArrayList<>(self().shape().subList(0, from));
        shape.add(self().type().product(from, self().rank()));
        return reshape(shape);
    }

    /** A new axis of size 1; -1 puts it last. */
    default Var expandDims(int axis) {
        int rank = self().rank();
        Require.that(
                axis >= -rank - 1 && axis <= rank,
                () -> "expandDims: axis " + axis + " does not exist, expected " + (-rank - 1) + " to " + rank,
                self());
        List<Integer> shape = new ArrayList<>(self().shape());
        shape.add(axis < 0 ? axis + rank + 1 : axis, 1);
        return reshape(shape);
    }

    /** Without these axes, which have size 1; without all such axes if none is named. */
    default Var squeeze(int... axes) {
        int[] which = axes.length == 0
                ? java.util.stream.IntStream.range(0, self().rank())
                        .filter(axis -> self().size(axis) == 1)
                        .toArray()
                : Require.axes("squeeze", self(), axes);
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < self().rank(); axis++) {
            int current = axis;
            if (Arrays.stream(which).noneMatch(one -> one == current)) {
                shape.add(self().size(axis));
            } else {
                Require.that(
                        self().size(axis) == 1,
                        () -> "squeeze: axis " + current + " has size " + self().size(current) + ", not 1",
                        self());
            }
        }
        return reshape(shape);
    }

    /** Axis i of the result is axis {@code permutation[i]} of this. */
    default Var transpose(Integer... permutation) {
        return self().apply(new Transpose(List.of(permutation)));
    }

    /** Two axes exchanged. */
    default Var swapAxes(int first, int second) {
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < self().rank(); axis++) {
            order.add(axis);
        }
        Collections.swap(order, Require.axis("swapAxes", self(), first), Require.axis("swapAxes", self(), second));
        return Axes.ordered(self(), order);
    }

    /** One axis moved to another place, the others in their order. */
    default Var moveAxis(int from, int to) {
        return Axes.moved(self(), Require.axis("moveAxis", self(), from), Require.axis("moveAxis", self(), to));
    }

    /** Repeats this to a larger shape, as NumPy broadcasts. */
    default Var broadcastTo(List<Integer> shape) {
        return shape.equals(self().shape()) ? self() : self().apply(new Broadcast(shape));
    }

    /** Repeats this to a larger shape, as NumPy broadcasts. */
    default Var broadcastTo(Integer... shape) {
        return broadcastTo(List.of(shape));
    }

    /** Surrounds this with a constant: so many before and after, for each axis. */
    default Var pad(List<Integer> before, List<Integer> after, float value) {
        return self().apply(new Pad(before, after, value));
    }

    /** Joins this and others along an axis. */
    default Var concatenate(int axis, Var... others) {
        return self().apply(new Concatenate(Require.axis("concatenate", self(), axis)), others);
    }

    /** The indices of an axis in so many equal parts. */
    default List<Var> split(int axis, int parts) {
        int size = self().size(Require.axis("split", self(), axis));
        Require.that(
                parts >= 1 && size % parts == 0,
                () -> "split: axis " + axis + " of size " + size + " does not have " + parts + " equal parts",
                self());
        int[] sizes = new int[parts];
        Arrays.fill(sizes, size / parts);
        return splitSizes(axis, sizes);
    }

    /** The indices of an axis in parts of these sizes. */
    default List<Var> splitSizes(int axis, int... sizes) {
        int along = Require.axis("splitSizes", self(), axis);
        Require.that(
                Arrays.stream(sizes).sum() == self().size(along)
                        && Arrays.stream(sizes).allMatch(size -> size >= 1),
                () -> "splitSizes: " + Arrays.toString(sizes) + " do not add up to axis " + axis + " of size "
                        + self().size(along),
                self());
        List<Var> parts = new ArrayList<>();
        int begin = 0;
        for (int size : sizes) {
            parts.add(self().slice(along, begin, size));
            begin += size;
        }
        return parts;
    }

    /** Each entry of an axis so many times, one after the other: [a, b] gives [a, a, b, b]. */
    default Var repeat(int times, int axis) {
        int along = Require.axis("repeat", self(), axis);
        Require.that(times >= 1, () -> "repeat: " + times + " times, expected 1 or more", self());
        List<Integer> repeated = new ArrayList<>(self().shape());
        repeated.add(along + 1, times);
        Var each = self().expandDims(along + 1).broadcastTo(repeated);
        return each.reshape(
                self().type().withSize(along, self().size(along) * times).shape());
    }

    /** The whole array so many times along each axis: [a, b] gives [a, b, a, b]. */
    default Var tile(int... times) {
        Require.that(
                times.length == self().rank() && Arrays.stream(times).allMatch(count -> count >= 1),
                () -> "tile: expected a number of 1 or more for each of " + self().rank() + " axes, got "
                        + Arrays.toString(times),
                self());
        Var tiled = self();
        for (int axis = 0; axis < times.length; axis++) {
            tiled = Var.concatenated(axis, Collections.nCopies(times[axis], tiled));
        }
        return tiled;
    }

    // Matrices: the last two axes.

    /** The lower triangle: 0 right of the diagonal, which is moved so many columns to the right. */
    default Var tril(int diagonal) {
        Var row = Triangles.rows("tril", self());
        return self().where(Triangles.columns(self()).lessOrEqual(row.plus(diagonal)), 0);
    }

    /** The upper triangle: 0 left of the diagonal, which is moved so many columns to the right. */
    default Var triu(int diagonal) {
        Var row = Triangles.rows("triu", self());
        return self().where(Triangles.columns(self()).greaterOrEqual(row.plus(diagonal)), 0);
    }
}
