package dev.plumb.ops;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.ArgSort;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Gather;
import dev.plumb.ops.op.ScatterAdd;
import dev.plumb.ops.op.ScatterAlong;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.TakeAlong;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Parts of arrays, by numbers known beforehand or by ids that are computed. Ids are int32; one outside of its axis throws
 * {@link IndexOutOfBoundsException} when the op is run. They have no gradient, what they choose has.
 */
public sealed interface SelectionOps permits Var {

    private Var self() {
        return (Var) this;
    }

    /** A box out of this. */
    default Var slice(List<Integer> begin, List<Integer> size) {
        return self().apply(new Slice(begin, size));
    }

    /** The indices {@code begin} to {@code begin + size - 1} of one axis, all of the others. */
    default Var slice(int axis, int begin, int size) {
        int along = Require.axis("slice", self(), axis);
        Require.that(
                begin >= 0 && size >= 1 && (long) begin + size <= self().size(along),
                () -> "slice: " + size + " from " + begin + " on lie outside of axis " + axis + " of size "
                        + self().size(along),
                self());
        List<Integer> begins = new ArrayList<>(Collections.nCopies(self().rank(), 0));
        begins.set(along, begin);
        return slice(begins, self().type().withSize(along, size).shape());
    }

    /** One entry of an axis, which disappears; negative indices count from the end. */
    default Var get(int axis, int index) {
        int along = Require.axis("get", self(), axis);
        int size = self().size(along);
        Require.that(
                index >= -size && index < size,
                () -> "get: index " + index + " is outside of axis " + axis + " of size " + size,
                self());
        List<Integer> shape = new ArrayList<>(self().shape());
        shape.remove(along);
        return slice(along, index < 0 ? index + size : index, 1).reshape(shape);
    }

    /**
     * Every so manieth index of an axis, from {@code begin} and before {@code end}, as NumPy's {@code begin:end:step}; a negative step goes
     * backwards. Both limits are indices of the axis, but for {@code end}, which may be its size, or -1 with a negative step.
     */
    default Var stridedSlice(int axis, int begin, int end, int step) {
        return Indexing.stridedSlice(self(), axis, begin, end, step);
    }

    /** The entries of some axes in reverse order. */
    default Var reverse(int... axes) {
        Var reversed = self();
        for (int axis : Require.axes("reverse", self(), axes)) {
            reversed = Indexing.reverse(reversed, axis);
        }
        return reversed;
    }

    /** The entries of an axis moved on by so many; what falls off the end comes in at the beginning. */
    default Var roll(int shift, int axis) {
        return Indexing.roll(self(), shift, axis);
    }

    /** All windows of an axis: […, n, …] gives […, windows, size, …], each window a number of steps after the one before. */
    default Var windows(int size, int step, int axis) {
        return Indexing.windows(self(), size, step, axis);
    }

    // By ids.

    /** The entries of an axis that ids of any shape name: the axis is replaced by the axes of the ids. */
    default Var take(Var ids, int axis) {
        return self().apply(new Gather(Require.axis("take", self(), axis)), ids);
    }

    /** {@link #take} from the first axis: the rows of this table that the ids name. */
    default Var gatherRows(Var ids) {
        return take(ids, 0);
    }

    /** Of each line along an axis the elements that a line of ids of its own names; all other axes are equal. */
    default Var takeAlongAxis(Var ids, int axis) {
        int along = Require.axis("takeAlongAxis", self(), axis);
        Var taken = Axes.last("takeAlongAxis", self(), along)
                .apply(new TakeAlong(), Axes.last("takeAlongAxis", ids, along));
        return Axes.back(taken, along);
    }

    /** The adjoint of {@link #take}: adds the entries of this to zeros, at the ids of an axis of this size. */
    default Var scatterAdd(Var ids, int axis, int size) {
        return self().apply(new ScatterAdd(Require.axis("scatterAdd", self(), axis), size), ids);
    }

    /** The element of each last axis that the index names: […, n] and […] give […]. */
    default Var pickLast(Var index) {
        Var picked = self().apply(new TakeAlong(), index.expandDims(-1));
        return picked.reshape(index.shape());
    }

    /** Zeros but for this at the index of a new last axis: […] and […] give […, size]. */
    default Var placeLast(Var index, int size) {
        return self().expandDims(-1).apply(new ScatterAlong(size), index.expandDims(-1));
    }

    /** These int32 ids as rows of 0 with a 1: […] gives […, size]. */
    default Var oneHot(int size) {
        return self().recorder()
                .fill(new ArrayType(DType.FLOAT32, self().shape()), 1)
                .placeLast(self(), size);
    }

    // Order. NaN counts as larger than all others.

    /** Where the elements of each line along an axis are in ascending order; of equals the first comes first. int32. */
    default Var argSort(int axis) {
        int along = Require.axis("argSort", self(), axis);
        Var last = Axes.last("argSort", self(), along);
        return Axes.back(last.apply(new ArgSort(last.size(-1), false)), along);
    }

    /** The elements of each line along an axis in ascending order. */
    default Var sort(int axis) {
        int along = Require.axis("sort", self(), axis);
        Var last = Axes.last("sort", self(), along);
        return Axes.back(last.apply(new TakeAlong(), last.apply(new ArgSort(last.size(-1), false))), along);
    }

    /** The largest elements of each last axis, the largest first: values and their int32 indices, each […, count]. */
    default TopK topK(int count) {
        Var indices = self().apply(new ArgSort(count, true));
        return new TopK(self().apply(new TakeAlong(), indices), indices);
    }
}
