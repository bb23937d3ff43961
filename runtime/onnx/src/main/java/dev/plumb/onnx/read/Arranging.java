package dev.plumb.onnx.read;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the axes of tensors here into an order, by layers: a {@code Reshape} that takes axes apart, a {@code Permute}, a {@code Reshape} or {@code Flatten} that puts them together; each only where it
 * is needed, and for all who want the same once. Reshaping and transposing in ONNX itself makes no layer: it changes what the axes are called.
 */
final class Arranging {
    private final Reading reading;
    private final Map<Wanted, Wire> made = new HashMap<>();

    /** Atoms are equal if they are the same. */
    private record Wanted(String wire, List<List<Atom>> axes) {}

    Arranging(Reading reading) {
        this.reading = reading;
    }

    /** The tensor with these axes here, that of the examples first. */
    Tensor arranged(Tensor tensor, List<List<Atom>> axes) throws Unreadable {
        if (tensor.here().equals(axes)) {
            return tensor;
        }
        if (tensor.lastOf() != null) {
            throw new Unreadable("it takes the last step of a sequence otherwise than by its place");
        }
        Wanted wanted = new Wanted(tensor.wire().name(), axes);
        Wire wire = made.get(wanted);
        if (wire == null) {
            wire = layers(tensor, axes);
            made.put(wanted, wire);
        }
        return tensor.lyingAs(wire, axes);
    }

    /**
     * The tensor with these atoms as its last axis here, in this order.
     */
    Tensor last(Tensor tensor, List<Atom> atoms) throws Unreadable {
        if (atoms.contains(tensor.batch())) {
            throw new Unreadable("it works along the examples of " + tensor.shape());
        }
        List<List<Atom>> axes = new ArrayList<>(tensor.hereWithout(atoms));
        axes.add(atoms);
        if (tensor.here().size() == axes.size() + countOfOnes(tensor) && isLast(tensor, atoms)) {
            return tensor;
        }
        return arranged(tensor, axes);
    }

    /** The tensor with these atoms as its last axis here, in the order in which they lie already, if they are last. */
    Tensor lastInAnyOrder(Tensor tensor, List<Atom> atoms) throws Unreadable {
        List<Atom> order = tensor.order();
        if (!atoms.contains(tensor.batch()) && atoms.size() <= order.size()) {
            List<Atom> end = order.subList(order.size() - atoms.size(), order.size());
            if (end.containsAll(atoms)) {
                return last(tensor, end);
            }
        }
        return last(tensor, atoms);
    }

    private static boolean isLast(Tensor tensor, List<Atom> atoms) {
        return tensor.here().size() > 1
                && tensor.here().get(tensor.here().size() - 1).equals(atoms);
    }

    private static int countOfOnes(Tensor tensor) {
        return (int) tensor.here().stream()
                .limit(tensor.here().size() - 1L)
                .filter(List::isEmpty)
                .count();
    }

    private Wire layers(Tensor tensor, List<List<Atom>> axes) throws Unreadable {
        List<List<Atom>> from = tensor.here();
        List<Atom> order = tensor.order();
        List<Atom> wanted = axes.stream().skip(1).flatMap(List::stream).toList();
        Wire wire = tensor.wire();
        if (!order.equals(wanted)) {
            List<List<Atom>> pieces = pieces(order, wanted);
            wire = reshaped(wire, from, pieces);
            List<List<Atom>> moved = new ArrayList<>(pieces);
            moved.sort((left, right) -> wanted.indexOf(left.get(0)) - wanted.indexOf(right.get(0)));
            int[] permutation =
                    moved.stream().mapToInt(piece -> pieces.indexOf(piece) + 1).toArray();
            wire = reading.plain("permute", Layers.permute(permutation), wire);
            from = new ArrayList<>(moved);
            from.add(0, tensor.here().get(0));
        }
        return reshaped(wire, from, axes.subList(1, axes.size()));
    }

    /** The longest stretches of atoms that are neighbours before and after. */
    private static List<List<Atom>> pieces(List<Atom> order, List<Atom> wanted) {
        List<List<Atom>> pieces = new ArrayList<>();
        int last = -2;
        for (Atom atom : order) {
            int place = wanted.indexOf(atom);
            if (place != last + 1) {
                pieces.add(new ArrayList<>());
            }
            pieces.get(pieces.size() - 1).add(atom);
            last = place;
        }
        return pieces;
    }

    private Wire reshaped(Wire wire, List<List<Atom>> from, List<List<Atom>> to) throws Unreadable {
        if (from.subList(1, from.size()).equals(to)) {
            return wire;
        }
        LayerSpec layer = to.size() == 1 && from.size() > 2 ? Layers.flatten() : Layers.reshape(sizes(to));
        return reading.plain(to.size() == 1 && from.size() > 2 ? "flatten" : "reshape", layer, wire);
    }

    private static int[] sizes(List<List<Atom>> axes) throws Unreadable {
        int[] sizes = new int[axes.size()];
        int free = 0;
        for (int i = 0; i < sizes.length; i++) {
            Dim size = Atom.size(axes.get(i));
            free += size.isKnown() ? 0 : 1;
            sizes[i] = size.isKnown() ? (int) size.size() : -1;
        }
        if (free > 1) {
            throw new Unreadable("it needs its input in another shape, with " + free
                    + " axes whose sizes are not known: export the model with known sizes");
        }
        return sizes;
    }
}
