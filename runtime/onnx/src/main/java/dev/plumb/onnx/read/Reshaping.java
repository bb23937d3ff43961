package dev.plumb.onnx.read;

import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tensor with other axes in ONNX: its atoms, in their order, are put together anew, and cut where an axis ends inside of one. */
final class Reshaping {
    private static final Dim FREE = Dim.of(-1);
    private static final Dim ONE = Dim.of(1);

    private Tensor x;
    private final List<Dim> sizes;
    private final Optional<Dim> statedBatch;

    /**
     * @param sizes of the new axes, -1 for one of them
     * @param statedBatch how many examples the file was written for, if it says a number
     */
    Reshaping(Tensor x, List<Dim> sizes, Optional<Dim> statedBatch) {
        this.x = x;
        this.sizes = List.copyOf(sizes);
        this.statedBatch = statedBatch;
    }

    Tensor result() throws Unreadable {
        int free = sizes.indexOf(FREE);
        int fromFront = free < 0 ? sizes.size() : free;
        List<List<Atom>> front = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < fromFront; i++) {
            List<Atom> axis = taken(used, sizes.get(i), false);
            used += axis.size();
            front.add(axis);
        }
        List<List<Atom>> back = new ArrayList<>();
        int end = 0;
        for (int i = sizes.size() - 1; i > fromFront; i--) {
            List<Atom> axis = taken(end, sizes.get(i), true);
            end += axis.size();
            back.add(0, axis);
        }
        List<Atom> all = all();
        if (used + end > all.size() || (free < 0 && used != all.size())) {
            throw wrong();
        }
        List<List<Atom>> axes = new ArrayList<>(front);
        if (free >= 0) {
            axes.add(all.subList(used, all.size() - end));
            axes.addAll(back);
        }
        return x.seenAs(axes);
    }

    private List<Atom> all() {
        return x.onnx().stream().flatMap(List::stream).toList();
    }

    /** The next atoms whose sizes have this product. */
    private List<Atom> taken(int used, Dim wanted, boolean fromBack) throws Unreadable {
        List<Atom> axis = new ArrayList<>();
        Dim size = ONE;
        while (!isSame(size, wanted) || isBatchNext(used, axis, wanted, fromBack)) {
            List<Atom> all = all();
            int place = used + axis.size();
            if (place >= all.size()) {
                throw wrong();
            }
            Atom next = fromBack ? all.get(all.size() - 1 - place) : all.get(place);
            Dim nextSize = next == x.batch() && statedBatch.isPresent() && !wanted.equals(next.size())
                    ? statedBatch.get()
                    : next.size();
            Dim product = size.times(nextSize);
            if (product.isKnown() && wanted.isKnown() && product.size() > wanted.size()) {
                next = cut(next, size.size(), wanted.size(), fromBack);
                product = wanted;
            }
            axis.add(fromBack ? 0 : axis.size(), next);
            size = product;
            if (isSame(size, wanted)) {
                break;
            }
        }
        return axis;
    }

    private static boolean isSame(Dim left, Dim right) {
        return left.compare(right) == Dim.Comparison.EQUAL;
    }

    /** A file that was written for one example has a 1 for it. */
    private boolean isBatchNext(int used, List<Atom> axis, Dim wanted, boolean fromBack) {
        List<Atom> all = all();
        return !fromBack
                && axis.isEmpty()
                && used < all.size()
                && all.get(used) == x.batch()
                && statedBatch.equals(Optional.of(wanted));
    }

    private Atom cut(Atom atom, long have, long wanted, boolean fromBack) throws Unreadable {
        if (atom == x.batch() || wanted % have != 0) {
            throw wrong();
        }
        long size = atom.size().size();
        long part = wanted / have;
        if (part == 0 || size % part != 0) {
            throw wrong();
        }
        Atom taken = new Atom(Dim.of(part));
        Atom rest = new Atom(Dim.of(size / part));
        x = x.with(Map.of(atom, fromBack ? List.of(rest, taken) : List.of(taken, rest)));
        return taken;
    }

    private Unreadable wrong() {
        return new Unreadable("it makes " + sizes + " of " + x.shape()
                + ", in which an axis is cut in a way that does not hold for any number of examples");
    }
}
