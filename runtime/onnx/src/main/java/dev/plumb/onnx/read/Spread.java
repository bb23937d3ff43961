package dev.plumb.onnx.read;

import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The shape that numbers of a file have there.
 *
 * @param shape the sizes of its axes; empty if it was not followed which they are
 */
record Spread(Optional<List<Dim>> shape) {
    private static final Dim ONE = Dim.of(1);

    /** A shape that was not followed. */
    static final Spread UNKNOWN = new Spread(Optional.empty());

    static Spread of(List<Dim> shape) {
        return new Spread(Optional.of(List.copyOf(shape)));
    }

    static Spread of(int... shape) {
        return of(Arrays.stream(shape).mapToObj(Dim::of).toList());
    }

    /** Of two that are computed with each other: ONNX widens axes of size 1, and takes those that are not there for such. */
    Spread with(Spread other) {
        if (shape.isEmpty() || other.shape.isEmpty()) {
            return UNKNOWN;
        }
        int rank = Math.max(shape.get().size(), other.shape.get().size());
        List<Dim> both = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            Dim mine = size(axis - rank);
            both.add(mine.equals(ONE) ? other.size(axis - rank) : mine);
        }
        return of(both);
    }

    /**
     * Requires that Expand makes an array of this shape to these sizes.
     *
     * @throws Unreadable if ONNX does not allow it
     */
    void requireExpandsTo(List<Dim> wanted) throws Unreadable {
        for (int axis = -wanted.size(); axis < 0; axis++) {
            Dim to = wanted.get(wanted.size() + axis);
            Dim from = shape.isEmpty() ? to : size(axis);
            boolean isAllowed = from.equals(to)
                    || from.equals(ONE)
                    || to.equals(ONE)
                    || from.compare(to) != Dim.Comparison.DIFFERENT;
            if (!isAllowed || (to.isKnown() && to.size() < 1)) {
                boolean hasOne = shape.isEmpty() || from.equals(ONE);
                throw new Unreadable("it expands " + this + " to " + wanted + ": expected "
                        + (hasOne ? "a size of 1 or more" : "1 or " + from) + " for the " + to
                        + ", as ONNX widens only axes of size 1");
            }
        }
    }

    /** Whether all of its sizes are known. */
    boolean isKnown() {
        return shape.isPresent() && shape.get().stream().allMatch(Dim::isKnown);
    }

    /** The size of an axis that is counted from behind: -1 is the last. */
    private Dim size(int axis) {
        List<Dim> sizes = shape.orElseThrow();
        return sizes.size() + axis < 0 ? ONE : sizes.get(sizes.size() + axis);
    }

    /** Whether it makes more of an array of this shape than there is; not, where it is not known to. */
    boolean widens(Spread array) {
        if (shape.isEmpty() || array.shape.isEmpty()) {
            return false;
        }
        for (int axis = -shape.get().size(); axis < 0; axis++) {
            if (array.size(axis).equals(ONE)
                    && size(axis).isKnown()
                    && !size(axis).equals(ONE)) {
                return true;
            }
        }
        return shape.get().size() > array.shape.get().size();
    }

    /**
     * Requires that arithmetic with a tensor gives the shape of the tensor.
     *
     * @throws Unreadable if it gives another, or it is not known which
     */
    void requireWithin(Applied applied, Tensor tensor) throws Unreadable {
        if (shape.isEmpty()) {
            throw new Unreadable("it computes with a number everywhere in an array whose shape is not followed here");
        }
        int rank = shape.get().size();
        for (int i = 0; i < rank; i++) {
            int axis = tensor.rank() - rank + i;
            Dim size = shape.get().get(i);
            if (axis < 0 || !(size.equals(ONE) || fits(size, applied, tensor, axis))) {
                throw new Unreadable("its inputs have the shapes " + tensor.shape() + " and " + this);
            }
        }
    }

    private static boolean fits(Dim size, Applied applied, Tensor tensor, int axis) {
        Dim there = tensor.size(axis);
        boolean isStated = PerChannel.size(applied, tensor, axis).equals(size);
        return isStated || (!there.equals(ONE) && there.compare(size) != Dim.Comparison.DIFFERENT);
    }

    @Override
    public String toString() {
        return shape.map(List::toString).orElse("an array whose shape is not followed here");
    }
}
