package dev.plumb.ops;

import dev.plumb.ops.op.Gather;
import java.util.ArrayList;
import java.util.List;

/** Parts of an axis whose indices are known beforehand: lookups with constant ids. */
final class Indexing {

    private Indexing() {}

    static Var stridedSlice(Var x, int axis, int begin, int end, int step) {
        int along = Require.axis("stridedSlice", x, axis);
        int size = x.size(along);
        int count = step == 0 ? 0 : Math.floorDiv(end - begin + step - Integer.signum(step), step);
        Require.that(
                count >= 1 && begin >= 0 && begin < size && end >= -1 && end <= size,
                () -> "stridedSlice: " + begin + ":" + end + ":" + step + " names nothing within axis " + axis
                        + " of size " + size,
                x);
        if (step == 1) {
            return x.slice(along, begin, count);
        }
        int[] ids = new int[count];
        for (int index = 0; index < count; index++) {
            ids[index] = begin + index * step;
        }
        return taken(x, along, ids);
    }

    static Var reverse(Var x, int axis) {
        return stridedSlice(x, axis, x.size(axis) - 1, -1, -1);
    }

    static Var roll(Var x, int shift, int axis) {
        int along = Require.axis("roll", x, axis);
        int size = x.size(along);
        int first = Math.floorMod(-shift, size);
        return first == 0 ? x : x.slice(along, first, size - first).concatenate(along, x.slice(along, 0, first));
    }

    static Var windows(Var x, int size, int step, int axis) {
        int along = Require.axis("windows", x, axis);
        int length = x.size(along);
        Require.that(
                size >= 1 && size <= length && step >= 1,
                () -> "windows: expected a size of 1 to " + length + " and a step of at least 1 along axis " + axis
                        + ", got size " + size + " and step " + step,
                x);
        int count = (length - size) / step + 1;
        int[] ids = new int[count * size];
        for (int index = 0; index < ids.length; index++) {
            ids[index] = index / size * step + index % size;
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(along, count);
        shape.add(along + 1, size);
        return taken(x, along, ids).reshape(shape);
    }

    private static Var taken(Var x, int axis, int[] ids) {
        return x.apply(new Gather(axis), x.recorder().ids(ids));
    }
}
