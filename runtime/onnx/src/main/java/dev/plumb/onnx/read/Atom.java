package dev.plumb.onnx.read;

import dev.plumb.graph.shape.Dim;
import java.util.List;

/**
 * An axis that is never cut: axes of tensors, in ONNX and here, are made of one, of several in some order, or of none if their size is 1. So it is always known where each number lies, however often
 * a graph transposes and reshapes. Each is itself; two of one size are two.
 */
final class Atom {
    private final Dim size;

    Atom(Dim size) {
        this.size = size;
    }

    Dim size() {
        return size;
    }

    /** An axis of this size: of no atom if it is 1. */
    static List<Atom> axis(Dim size) {
        return size.equals(Dim.of(1)) ? List.of() : List.of(new Atom(size));
    }

    /** How many elements an axis of these has. */
    static Dim size(List<Atom> axis) {
        Dim size = Dim.of(1);
        for (Atom atom : axis) {
            size = size.times(atom.size());
        }
        return size;
    }

    @Override
    public String toString() {
        return size.toString();
    }
}
