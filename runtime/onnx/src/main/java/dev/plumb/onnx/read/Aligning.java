package dev.plumb.onnx.read;

import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two tensors whose axes are found to be the same ones, so that both are made of the same atoms. */
final class Aligning {
    private Tensor left;
    private Tensor right;

    private Aligning(Tensor left, Tensor right) {
        this.left = left;
        this.right = right;
    }

    Tensor left() {
        return left;
    }

    Tensor right() {
        return right;
    }

    /**
     * Finds the axes of two tensors to be the same, from the last one as ONNX broadcasts; an axis of size 1 stays such.
     *
     * @param but an axis whose atoms stay different, or -1
     */
    static Aligning of(Tensor left, Tensor right, int but) throws Unreadable {
        int rank = Math.max(left.rank(), right.rank());
        Tensor wide = widened(left, rank);
        Aligning aligned = new Aligning(wide, apart(wide, widened(right, rank)));
        for (int axis = 0; axis < rank; axis++) {
            if (axis != but) {
                aligned.axis(axis);
            }
        }
        return aligned;
    }

    private static Tensor widened(Tensor tensor, int rank) {
        List<List<Atom>> axes = new ArrayList<>(tensor.onnx());
        while (axes.size() < rank) {
            axes.add(0, List.of());
        }
        return tensor.seenAs(axes);
    }

    /** The right tensor, whose axes are others than those of the left one that lie elsewhere: the rows of a matrix are not the columns of its transpose. */
    private static Tensor apart(Tensor left, Tensor right) {
        Map<Atom, List<Atom>> others = new HashMap<>();
        for (int axis = 0; axis < right.rank(); axis++) {
            for (Atom atom : right.onnx().get(axis)) {
                boolean isElsewhere =
                        left.order().contains(atom) && !left.onnx().get(axis).contains(atom);
                if (isElsewhere) {
                    others.put(atom, List.of(new Atom(atom.size())));
                }
            }
        }
        return right.with(others);
    }

    private void axis(int axis) throws Unreadable {
        int at = 0;
        while (at < left.onnx().get(axis).size() && at < right.onnx().get(axis).size()) {
            Atom mine = left.onnx().get(axis).get(at);
            Atom theirs = right.onnx().get(axis).get(at);
            if (mine == theirs || areOne(mine, theirs)) {
                at++;
            } else {
                cutLarger(mine, theirs);
            }
        }
        if (at > 0 && left.onnx().get(axis).size() != right.onnx().get(axis).size()) {
            throw differ();
        }
    }

    /** Whether two atoms have one size; then they are one from now on. What is not known to differ is checked when it runs. */
    private boolean areOne(Atom mine, Atom theirs) throws Unreadable {
        Dim.Comparison comparison = mine.size().compare(theirs.size());
        boolean isKnown = mine.size().isKnown() && theirs.size().isKnown();
        if (comparison == Dim.Comparison.DIFFERENT && !isKnown) {
            throw differ();
        }
        if (comparison == Dim.Comparison.DIFFERENT) {
            return false;
        }
        right = right.with(Map.of(theirs, List.of(mine)));
        return true;
    }

    private void cutLarger(Atom mine, Atom theirs) throws Unreadable {
        long first = mine.size().size();
        long second = theirs.size().size();
        if (Math.max(first, second) % Math.min(first, second) != 0) {
            throw differ();
        }
        Map<Atom, List<Atom>> cut = first > second ? cut(mine, second) : cut(theirs, first);
        left = left.with(cut);
        right = right.with(cut);
    }

    private static Map<Atom, List<Atom>> cut(Atom atom, long first) {
        return Map.of(
                atom,
                List.of(new Atom(Dim.of(first)), new Atom(Dim.of(atom.size().size() / first))));
    }

    private Unreadable differ() {
        return new Unreadable("its inputs have the shapes " + left.shape() + " and " + right.shape());
    }
}
