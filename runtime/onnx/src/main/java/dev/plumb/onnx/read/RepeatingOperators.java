package dev.plumb.onnx.read;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What repeats numbers along axes of size 1. */
final class RepeatingOperators {
    /** The most axes, with that of the examples, that layers for images and the like take. */
    private static final int MOST_AXES = 5;

    private RepeatingOperators() {}

    static Tensor expand(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        List<Dim> shape = Sizes.of(applied.operand(1)).numbers();
        List<List<Atom>> axes = new ArrayList<>(x.onnx());
        while (axes.size() < shape.size()) {
            axes.add(0, List.of());
        }
        TreeMap<Integer, Integer> times = new TreeMap<>();
        for (int i = 0; i < shape.size(); i++) {
            int axis = axes.size() - shape.size() + i;
            Dim wanted = shape.get(i);
            if (wanted.equals(Dim.of(1)) || wanted.equals(Dim.of(-1)) || wanted.equals(Atom.size(axes.get(axis)))) {
                continue;
            }
            if (!axes.get(axis).isEmpty() || !wanted.isKnown() || axis == 0) {
                throw cannot(x, shape);
            }
            times.put(axis, (int) wanted.size());
        }
        Tensor seen = x.seenAs(axes);
        if (times.isEmpty()) {
            return seen;
        }
        if (x.wire().type().dtype() != DType.FLOAT32) {
            throw cannot(x, shape);
        }
        if (isUpSampling(seen, times)) {
            return upSampled(applied, seen, times);
        }
        for (Map.Entry<Integer, Integer> axis : times.entrySet()) {
            seen = repeated(applied, seen, axis.getKey(), axis.getValue());
        }
        return seen;
    }

    private static Unreadable cannot(Tensor x, List<Dim> shape) {
        return new Unreadable("it repeats " + x.shape() + " to " + shape + ", which no layer here does");
    }

    /** Whether each axis that is repeated stands behind one that lies in the middle here: cells of an image, steps. */
    private static boolean isUpSampling(Tensor x, SortedMap<Integer, Integer> times) {
        List<List<Atom>> middle = x.here().subList(1, Math.max(1, x.here().size() - 1));
        return x.here().size() <= MOST_AXES
                && times.keySet().stream().allMatch(axis -> {
                    List<Atom> before = x.onnx().get(axis - 1);
                    return !before.isEmpty() && middle.contains(before);
                });
    }

    private static Tensor upSampled(Applied applied, Tensor x, SortedMap<Integer, Integer> times) throws Unreadable {
        List<List<Atom>> onnx = new ArrayList<>(x.onnx());
        List<List<Atom>> here = new ArrayList<>(x.here());
        List<Integer> factors = new ArrayList<>();
        for (int place = 1; place < here.size() - 1; place++) {
            List<Atom> cells = here.get(place);
            int factor = 1;
            for (int axis : times.keySet()) {
                if (!cells.isEmpty() && x.onnx().get(axis - 1).equals(cells)) {
                    factor = times.getOrDefault(axis, 1);
                    List<Atom> copies = Atom.axis(Dim.of(factor));
                    onnx.set(axis, copies);
                    List<Atom> all = new ArrayList<>(cells);
                    all.addAll(copies);
                    here.set(place, all);
                }
            }
            factors.add(factor);
        }
        return new Tensor(applied.layer(Spatial.upSampling(factors, Interpolation.NEAREST), x.wire()), onnx, here);
    }

    private static Tensor repeated(Applied applied, Tensor x, int axis, int times) throws Unreadable {
        Tensor flat = applied.arranging().arranged(x, List.of(List.of(x.batch()), x.order()));
        List<Atom> copies = Atom.axis(Dim.of(times));
        List<List<Atom>> onnx = new ArrayList<>(x.onnx());
        onnx.set(axis, copies);
        List<List<Atom>> here = List.of(List.of(x.batch()), copies, x.order());
        return new Tensor(applied.layer(Layers.repeatVector(times), flat.wire()), onnx, here);
    }
}
