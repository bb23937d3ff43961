package dev.plumb.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Moves axes to where an op wants them. */
final class Axes {

    private Axes() {}

    /** The shape with some axes of size 1. */
    static List<Integer> kept(Var x, int... axes) {
        List<Integer> shape = new ArrayList<>(x.shape());
        for (int axis : axes) {
            shape.set(axis, 1);
        }
        return shape;
    }

    /** Some axes, in ascending order, as one last axis. */
    static Var joinedLast(Var x, int... axes) {
        int[] sorted = Arrays.stream(axes).sorted().toArray();
        List<Integer> order = new ArrayList<>();
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (Arrays.binarySearch(sorted, axis) < 0) {
                order.add(axis);
                shape.add(x.size(axis));
            }
        }
        int joined = 1;
        for (int axis : sorted) {
            order.add(axis);
            joined *= x.size(axis);
        }
        shape.add(joined);
        return ordered(x, order).reshape(shape);
    }

    /** One axis moved to the end. */
    static Var last(String op, Var x, int axis) {
        return moved(x, Require.axis(op, x, axis), x.rank() - 1);
    }

    /** The last axis moved to where {@link #last} took it from. */
    static Var back(Var x, int axis) {
        return moved(x, x.rank() - 1, axis);
    }

    static Var moved(Var x, int from, int to) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        order.add(to, order.remove(from));
        return ordered(x, order);
    }

    /** A transposition, or the array itself if the order is that already. */
    static Var ordered(Var x, List<Integer> order) {
        for (int axis = 0; axis < order.size(); axis++) {
            if (order.get(axis) != axis) {
                return x.transpose(order.toArray(Integer[]::new));
            }
        }
        return x;
    }
}
