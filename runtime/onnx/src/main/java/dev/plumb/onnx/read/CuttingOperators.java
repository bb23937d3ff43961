package dev.plumb.onnx.read;

import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Zeros put around, and cells cut off: {@code Pad}, {@code Slice}, {@code Split} and {@code Gather} at one place. */
final class CuttingOperators {
    private static final long NO_END = Integer.MAX_VALUE;

    private CuttingOperators() {}

    /** How many cells are cut off an axis; fewer than none are put there. */
    private record Cut(int before, int after) {
        boolean isNone() {
            return before == 0 && after == 0;
        }
    }

    static Tensor pad(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        Tensor x = applied.tensor(0);
        String mode = node.text("mode", "constant");
        double value = node.has("value")
                ? node.real("value", 0)
                : applied.has(2) ? applied.constant(2).number() : 0;
        long[] pads = node.has("pads")
                ? node.wholes("pads").stream().mapToLong(Long::longValue).toArray()
                : applied.constant(1).wholes();
        int[] axes = new int[pads.length / 2];
        long[] stated = applied.has(3) ? applied.constant(3).wholes() : new long[0];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = x.axis(stated.length == axes.length ? stated[i] : i);
        }
        TreeMap<Integer, Cut> cuts = new TreeMap<>();
        boolean isCut = false;
        boolean isPadded = false;
        for (int i = 0; i < axes.length; i++) {
            Cut cut = new Cut(-cells(pads[i]), -cells(pads[i + axes.length]));
            isCut |= cut.before > 0 || cut.after > 0;
            isPadded |= cut.before < 0 || cut.after < 0;
            cuts.put(axes[i], cut);
        }
        if (isPadded && (!mode.equals("constant") || value != 0)) {
            throw new Unreadable(
                    "it puts " + (mode.equals("constant") ? "the number " + value : "cells by the mode '" + mode + "'")
                            + " around: layers here put zeros");
        }
        if (isCut && isPadded) {
            throw new Unreadable("it cuts cells off and puts others there");
        }
        return cut(applied, x, cuts, isPadded);
    }

    private static int cells(long cells) throws Unreadable {
        if (Math.abs(cells) > Dim.LARGEST_AXIS / 2) {
            throw new Unreadable("its pads have the number " + cells);
        }
        return (int) cells;
    }

    static Tensor slice(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        Tensor x = applied.tensor(0);
        boolean isOld = node.has("starts");
        long[] starts = isOld
                ? node.wholes("starts").stream().mapToLong(Long::longValue).toArray()
                : applied.constant(1).wholes();
        long[] ends = isOld
                ? node.wholes("ends").stream().mapToLong(Long::longValue).toArray()
                : applied.constant(2).wholes();
        Optional<long[]> axes = applied.axes(3);
        long[] steps = applied.has(4) ? applied.constant(4).wholes() : new long[0];
        if (Arrays.stream(steps).anyMatch(step -> step != 1)) {
            throw new Unreadable("it takes cells in steps of " + Arrays.toString(steps) + ", and layers here each one");
        }
        if (starts.length != ends.length || (axes.isPresent() && axes.get().length != starts.length)) {
            throw new Unreadable("it has " + starts.length + " starts and " + ends.length + " ends");
        }
        TreeMap<Integer, Cut> cuts = new TreeMap<>();
        for (int i = 0; i < starts.length; i++) {
            int axis = x.axis(axes.isPresent() ? axes.get()[i] : i);
            cuts.put(axis, part(x, axis, starts[i], ends[i]));
        }
        return cut(applied, x, cuts, false);
    }

    private static Cut part(Tensor x, int axis, long start, long end) throws Unreadable {
        Dim size = x.size(axis);
        if (start >= 0 && end >= NO_END && start < NO_END) {
            return checked((int) start, 0, size);
        }
        if (start >= 0 && end < 0 && start < NO_END && end > -NO_END) {
            return checked((int) start, (int) -end, size);
        }
        if (!size.isKnown()) {
            throw new Unreadable("it cuts axis " + axis + " of " + x.shape() + " at " + start + " and " + end
                    + ", counted from the end of a size that is not known");
        }
        long known = size.size();
        long first = Math.max(0, Math.min(start < 0 ? start + known : start, known));
        long last = Math.max(0, Math.min(end < 0 ? end + known : end, known));
        return checked((int) first, (int) (known - last), size);
    }

    private static Cut checked(int before, int after, Dim size) throws Unreadable {
        if (size.isKnown() && (long) before + after >= size.size()) {
            throw new Unreadable("nothing is left of an axis of " + size);
        }
        return new Cut(before, after);
    }

    /** One place of an axis, which is none then. */
    static Tensor place(Applied applied, Tensor x, int axis, long index) throws Unreadable {
        List<Atom> atoms = x.onnx().get(axis);
        List<List<Atom>> onnx = new ArrayList<>(x.onnx());
        onnx.remove(axis);
        if (x.lastOf() != null) {
            boolean isLast = atoms.equals(List.of(x.lastOf()))
                    && (index == -1 || x.size(axis).equals(Dim.of(index + 1)));
            if (!isLast) {
                throw new Unreadable("it takes step " + index + " of a sequence of which only the last is read");
            }
            return new Tensor(x.wire(), onnx, x.here(), x.notNegative(), null);
        }
        TreeMap<Integer, Cut> cuts = new TreeMap<>();
        cuts.put(axis, part(x, axis, index, index == -1 ? NO_END : index + 1));
        Tensor cut = cut(applied, x, cuts, false);
        List<List<Atom>> left = new ArrayList<>(cut.onnx());
        left.remove(axis);
        return cut.seenAs(left);
    }

    static List<Tensor> split(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        Tensor x = applied.tensor(0);
        int axis = x.axis(node.whole("axis", 0));
        if (!x.size(axis).isKnown()) {
            throw new Unreadable("it splits an axis whose size is not known");
        }
        long size = x.size(axis).size();
        int parts = node.outputs().size();
        long[] sizes = node.has("split")
                ? node.wholes("split").stream().mapToLong(Long::longValue).toArray()
                : applied.has(1) ? applied.constant(1).wholes() : new long[0];
        List<Tensor> results = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < parts; i++) {
            long each = sizes.length == parts ? sizes[i] : Math.min((size + parts - 1) / parts, size - start);
            TreeMap<Integer, Cut> cuts = new TreeMap<>();
            cuts.put(axis, part(x, axis, start, start + each));
            results.add(cut(applied, x, cuts, false));
            start += each;
        }
        return results;
    }

    /** Lays the axes that change as the middle ones, and cuts them off, or puts zeros there. */
    private static Tensor cut(Applied applied, Tensor x, Map<Integer, Cut> all, boolean isPadding) throws Unreadable {
        TreeMap<Integer, Cut> cuts = new TreeMap<>(all);
        cuts.values().removeIf(Cut::isNone);
        if (cuts.isEmpty()) {
            return x;
        }
        List<List<Atom>> changed = new ArrayList<>();
        for (int axis : cuts.keySet()) {
            List<Atom> atoms = x.onnx().get(axis);
            if (atoms.contains(x.batch())) {
                throw new Unreadable("it cuts examples off, or puts some there");
            }
            changed.add(atoms);
        }
        Optional<Tensor> columns = isPadding || cuts.size() > 1
                ? Optional.empty()
                : columns(applied, x, cuts.firstKey(), cuts.firstEntry().getValue());
        if (columns.isPresent()) {
            return columns.get();
        }
        Tensor laid = laid(applied, x, changed);
        List<Integer> cells = new ArrayList<>();
        List<List<Atom>> here = new ArrayList<>(laid.here());
        List<List<Atom>> onnx = new ArrayList<>(laid.onnx());
        for (int place = 1; place < here.size() - 1; place++) {
            Cut cut = new Cut(0, 0);
            for (int axis : cuts.keySet()) {
                boolean isThis = here.get(place) == laid.onnx().get(axis)
                        || (!laid.onnx().get(axis).isEmpty()
                                && here.get(place).equals(laid.onnx().get(axis)));
                if (isThis) {
                    cut = cuts.getOrDefault(axis, cut);
                    Dim size = Atom.size(here.get(place)).plus(-(long) cut.before - cut.after);
                    List<Atom> atoms = Atom.axis(size);
                    onnx.set(axis, atoms);
                    here.set(place, atoms);
                    break;
                }
            }
            cells.add(Math.abs(cut.before));
            cells.add(Math.abs(cut.after));
        }
        Wire wire = applied.layer(isPadding ? Spatial.padding(cells) : Spatial.cropping(cells), laid.wire());
        Tensor made = new Tensor(wire, onnx, here);
        return x.notNegative() ? made.asNotNegative() : made;
    }

    /** A part of what a dense layer gives, where all who take it take parts: the layer with some of its columns. */
    private static Optional<Tensor> columns(Applied applied, Tensor x, int axis, Cut cut) throws Unreadable {
        List<Atom> features = x.onnx().get(axis);
        boolean isCutByAll = applied.following().takers(applied.node().input(0)).stream()
                .allMatch(taker -> taker.type().equals("Slice") || taker.type().equals("Split"));
        boolean isLast =
                x.here().get(x.here().size() - 1).equals(features) && x.here().size() > 1;
        if (!isCutByAll || !isLast || features.isEmpty()) {
            return Optional.empty();
        }
        int count = (int) x.size(axis).size() - cut.before - cut.after;
        Optional<Wire> wire = DenseOperators.columns(applied, x.wire(), cut.before, count);
        if (wire.isEmpty()) {
            return Optional.empty();
        }
        List<Atom> left = Atom.axis(Dim.of(count));
        List<List<Atom>> onnx = new ArrayList<>(x.onnx());
        onnx.set(axis, left);
        List<List<Atom>> here = new ArrayList<>(x.here());
        here.set(here.size() - 1, left);
        Tensor made = new Tensor(wire.get(), onnx, here);
        return Optional.of(x.notNegative() ? made.asNotNegative() : made);
    }

    private static Tensor laid(Applied applied, Tensor x, List<List<Atom>> changed) throws Unreadable {
        int axes = x.here().size();
        boolean isLaid = axes >= 3
                && axes <= 5
                && changed.stream()
                        .allMatch(atoms -> !atoms.isEmpty()
                                && x.here().subList(1, axes - 1).contains(atoms));
        if (isLaid) {
            return x;
        }
        List<Atom> moved = changed.stream().flatMap(List::stream).toList();
        List<List<Atom>> here = new ArrayList<>(List.of(x.here().get(0)));
        here.addAll(changed);
        here.add(x.order().stream().filter(atom -> !moved.contains(atom)).toList());
        return applied.arranging().arranged(x, here);
    }
}
