package dev.plumb.onnx.read;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.ElementKind;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What changes axes in ONNX and no number: none of it is a layer. */
final class ShapeOperators {
    private ShapeOperators() {}

    static Tensor identity(Applied applied) throws Unreadable {
        return applied.tensor(0);
    }

    /** Numbers as another type: between types of real numbers, or of whole ones. */
    static Tensor cast(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        long to = applied.node().whole("to", 1);
        boolean isWhole = ElementKind.isWhole(to);
        if (!isWhole && isOnlyCompared(applied)) {
            return x;
        }
        if (isWhole == (x.wire().type().dtype() == DType.FLOAT32)) {
            throw new Unreadable("it makes " + (isWhole ? "whole numbers of real ones" : "real numbers of whole ones")
                    + ", which no layer here does: give the model the numbers that it needs");
        }
        return x;
    }

    /** Whether it only matters whether numbers are 0, which they are as whole ones, too. */
    private static boolean isOnlyCompared(Applied applied) {
        String made = applied.node().output(0);
        return !applied.following().isReturned(made)
                && applied.following().takers(made).stream()
                        .allMatch(taker -> taker.type().equals("Equal"));
    }

    static Tensor transpose(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        List<Integer> axes = order(applied, x.rank());
        return x.seenAs(axes.stream().map(x.onnx()::get).toList());
    }

    static List<Integer> order(Applied applied, int rank) throws Unreadable {
        List<Integer> order = Windows.integers(applied.node(), "perm");
        if (order.isEmpty()) {
            return IntStream.range(0, rank).mapToObj(axis -> rank - 1 - axis).toList();
        }
        if (!order.stream()
                .sorted()
                .toList()
                .equals(IntStream.range(0, rank).boxed().toList())) {
            throw new Unreadable("its attribute perm is " + order + " for an input of " + rank + " axes");
        }
        return order;
    }

    static Tensor squeeze(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        List<Integer> axes = new ArrayList<>();
        if (applied.axes(1).isPresent()) {
            for (long axis : applied.axes(1).get()) {
                axes.add(x.axis(axis));
            }
        } else {
            IntStream.range(0, x.rank())
                    .filter(axis -> x.onnx().get(axis).isEmpty())
                    .forEach(axes::add);
        }
        List<List<Atom>> left = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!axes.contains(axis)) {
                left.add(x.onnx().get(axis));
            } else if (!x.onnx().get(axis).isEmpty()) {
                throw new Unreadable("it takes away axis " + axis + " of " + x.shape() + ", whose size is not 1");
            }
        }
        return x.seenAs(left);
    }

    static Tensor unsqueeze(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        long[] stated = applied.axes(1).orElseThrow(() -> new Unreadable("it does not say which axes are new"));
        int rank = x.rank() + stated.length;
        List<Integer> axes = Arrays.stream(stated)
                .mapToObj(axis -> (int) (axis < 0 ? axis + rank : axis))
                .sorted()
                .toList();
        List<List<Atom>> all = new ArrayList<>(x.onnx());
        for (int axis : axes) {
            if (axis < 0 || axis > all.size()) {
                throw new Unreadable("its axes are " + Arrays.toString(stated) + " for an input of " + x.shape());
            }
            all.add(axis, List.of());
        }
        return x.seenAs(all);
    }

    /** Two axes: those before this one, and the others. */
    static Tensor flatten(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        long stated = applied.node().whole("axis", 1);
        int axis = stated == x.rank() ? x.rank() : x.axis(stated);
        return x.seenAs(List.of(
                x.atoms(IntStream.range(0, axis).boxed().toList()),
                x.atoms(IntStream.range(axis, x.rank()).boxed().toList())));
    }

    static Tensor reshape(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        List<Dim> sizes = new ArrayList<>(Sizes.of(applied.operand(1)).numbers());
        boolean keepsZero = applied.node().whole("allowzero", 0) != 0;
        for (int axis = 0; axis < sizes.size(); axis++) {
            if (sizes.get(axis).equals(Dim.of(0)) && !keepsZero) {
                if (axis >= x.rank()) {
                    throw new Unreadable("its new shape " + sizes + " keeps an axis that " + x.shape() + " has not");
                }
                sizes.set(axis, x.size(axis));
            }
        }
        return new Reshaping(x, sizes, applied.statedBatch()).result();
    }

    static Sizes shape(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        int start = (int) applied.node().whole("start", 0);
        int end = (int) Math.min(applied.node().whole("end", x.rank()), x.rank());
        int first = start < 0 ? start + x.rank() : start;
        int last = end < 0 ? end + x.rank() : end;
        return new Sizes(
                IntStream.range(Math.max(first, 0), Math.max(last, 0))
                        .mapToObj(x::size)
                        .toList(),
                false);
    }
}
