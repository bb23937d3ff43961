package dev.plumb.onnx.read;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Means, largest elements and sums over axes: poolings over all of them. */
final class ReductionOperators {
    private ReductionOperators() {}

    static Tensor mean(Applied applied) throws Unreadable {
        return reduced(applied, false);
    }

    static Tensor max(Applied applied) throws Unreadable {
        return reduced(applied, true);
    }

    /** As many times the mean as there are elements. */
    static Tensor sum(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        Dim count = Atom.size(x.atoms(axes(applied, x)));
        if (!count.isKnown()) {
            throw new Unreadable("it adds up " + count + " elements: the number must be known");
        }
        Tensor mean = reduced(applied, false);
        return count.size() == 1
                ? mean
                : mean.madeTo(applied.layer(Layers.rescaling((double) count.size()), mean.wire()));
    }

    private static List<Integer> axes(Applied applied, Tensor x) throws Unreadable {
        Optional<long[]> stated = applied.axes(1);
        if (stated.isEmpty() || stated.get().length == 0) {
            if (applied.node().whole("noop_with_empty_axes", 0) != 0) {
                return List.of();
            }
            throw new Unreadable("it works over all axes, that of the examples included");
        }
        List<Integer> axes = new ArrayList<>();
        for (long axis : stated.get()) {
            axes.add(x.axis(axis));
        }
        return axes;
    }

    private static Tensor reduced(Applied applied, boolean isMax) throws Unreadable {
        Tensor x = applied.tensor(0);
        List<Integer> axes = axes(applied, x);
        List<Atom> gone = x.atoms(axes);
        if (gone.contains(x.batch())) {
            throw new Unreadable("it works over the examples");
        }
        boolean keeps = applied.node().whole("keepdims", 1) != 0;
        List<List<Atom>> onnx = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!axes.contains(axis)) {
                onnx.add(x.onnx().get(axis));
            } else if (keeps) {
                onnx.add(List.of());
            }
        }
        if (gone.isEmpty()) {
            return x.seenAs(onnx);
        }
        List<Atom> kept =
                x.order().stream().filter(atom -> !gone.contains(atom)).toList();
        Tensor laid = laid(applied, x, gone, kept);
        int between = laid.here().size() - 2;
        Wire wire = applied.layer(Spatial.globalPooling(isMax, between), laid.wire());
        Tensor made = new Tensor(wire, onnx, List.of(x.here().get(0), kept));
        return x.notNegative() ? made.asNotNegative() : made;
    }

    /** Examples, what is to go, what stays: as it lies already, or as three axes. */
    private static Tensor laid(Applied applied, Tensor x, List<Atom> gone, List<Atom> kept) throws Unreadable {
        int axes = x.here().size();
        List<List<Atom>> between = x.here().subList(1, axes - 1);
        List<Atom> middle = between.stream().flatMap(List::stream).toList();
        boolean isLaid = axes >= 3
                && axes <= 5
                && middle.size() == gone.size()
                && middle.containsAll(gone)
                && IntStream.range(0, between.size())
                        .noneMatch(axis -> between.get(axis).isEmpty());
        return isLaid ? x : applied.arranging().arranged(x, List.of(x.here().get(0), gone, kept));
    }
}
