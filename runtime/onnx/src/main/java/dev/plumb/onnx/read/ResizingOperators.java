package dev.plumb.onnx.read;

import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Images, sequences and volumes in other sizes. */
final class ResizingOperators {
    private ResizingOperators() {}

    /** Inputs are the tensor, a region that is not used here, factors, or sizes. */
    static Tensor resize(Applied applied) throws Unreadable {
        Tensor x = WindowOperators.channelsLast(applied, applied.tensor(0).rank());
        Interpolation interpolation = interpolation(applied.node());
        if (applied.has(3) && applied.constant(3).size() > 0) {
            return toSizes(applied, x, interpolation, applied.constant(3).wholes());
        }
        int scales = applied.opset() < 11 ? 1 : 2;
        return byFactors(applied, x, interpolation, applied.constant(scales).reals());
    }

    static Tensor upsample(Applied applied) throws Unreadable {
        Tensor x = WindowOperators.channelsLast(applied, applied.tensor(0).rank());
        if (!applied.node().text("mode", "nearest").equals("nearest")) {
            throw new Unreadable("its mode is '" + applied.node().text("mode", "") + "', which only Resize has here");
        }
        return byFactors(applied, x, Interpolation.NEAREST, applied.constant(1).reals());
    }

    private static Interpolation interpolation(OnnxNode node) throws Unreadable {
        String mode = node.text("mode", "nearest");
        String place = node.text("coordinate_transformation_mode", "half_pixel");
        String nearest = node.text("nearest_mode", "round_prefer_floor");
        if (node.whole("antialias", 0) != 0) {
            throw new Unreadable("its attribute antialias is set, which is not read yet: write the file without it");
        }
        if (mode.equals("cubic")) {
            throw new Unreadable("its mode is 'cubic' with cubic_coeff_a " + node.real("cubic_coeff_a", -0.75f)
                    + ": layers that are cubic here have -0.5, and no Resize is read as one. Export it as 'linear' or"
                    + " 'nearest'");
        }
        boolean isHalf = place.equals("half_pixel") || place.equals("pytorch_half_pixel");
        if (mode.equals("nearest")
                && ((place.equals("asymmetric") && nearest.equals("floor"))
                        || (isHalf && nearest.startsWith("round")))) {
            return Interpolation.NEAREST;
        }
        if (mode.equals("linear") && isHalf) {
            return Interpolation.BILINEAR;
        }
        throw new Unreadable("it interpolates by '" + mode + "', '" + place + "'"
                + (mode.equals("nearest") ? " and '" + nearest + "'" : "")
                + ": layers here take the nearest pixel, or are linear between the middles of pixels");
    }

    private static Tensor byFactors(Applied applied, Tensor x, Interpolation interpolation, float[] factors)
            throws Unreadable {
        List<Integer> times = new ArrayList<>();
        for (int axis = 0; axis < factors.length; axis++) {
            boolean isSpatial = axis >= 2;
            if (factors.length != x.rank()
                    || factors[axis] != (int) factors[axis]
                    || factors[axis] < 1
                    || (!isSpatial && factors[axis] != 1)) {
                return bySize(applied, x, interpolation, factors);
            }
            if (isSpatial) {
                times.add((int) factors[axis]);
            }
        }
        return WindowOperators.channelsFirst(x, applied.layer(Spatial.upSampling(times, interpolation), x.wire()), -1);
    }

    private static Tensor bySize(Applied applied, Tensor x, Interpolation interpolation, float[] factors)
            throws Unreadable {
        long[] sizes = new long[factors.length];
        for (int axis = 0; axis < factors.length; axis++) {
            if (axis >= x.rank() || (axis > 0 && !x.size(axis).isKnown())) {
                throw new Unreadable("it scales " + x.shape() + " by " + Arrays.toString(factors));
            }
            sizes[axis] = axis == 0 ? -1 : (long) Math.floor(x.size(axis).size() * factors[axis]);
        }
        return toSizes(applied, x, interpolation, sizes);
    }

    private static Tensor toSizes(Applied applied, Tensor x, Interpolation interpolation, long[] sizes)
            throws Unreadable {
        int axes = x.rank() - 2;
        long[] wanted = Arrays.copyOfRange(sizes, sizes.length - axes, sizes.length);
        boolean isWhole = IntStream.range(0, axes)
                .allMatch(axis -> x.size(axis + 2).isKnown()
                        && wanted[axis] % x.size(axis + 2).size() == 0);
        LayerSpec layer;
        if (isWhole) {
            List<Integer> times = IntStream.range(0, axes)
                    .mapToObj(axis -> (int) (wanted[axis] / x.size(axis + 2).size()))
                    .toList();
            if (times.contains(0)) {
                throw new Unreadable("it makes an image of size 0");
            }
            layer = Spatial.upSampling(times, interpolation);
        } else if (axes == 2 && interpolation == Interpolation.BILINEAR) {
            layer = Layers.resizing((int) wanted[0], (int) wanted[1]);
        } else {
            throw new Unreadable("it makes " + Arrays.toString(wanted) + " of "
                    + IntStream.range(2, x.rank())
                            .mapToObj(x::size)
                            .map(Dim::toString)
                            .toList()
                    + ": layers here take the nearest cell of a whole multiple, or are linear for images");
        }
        return WindowOperators.channelsFirst(x, applied.layer(layer, x.wire()), -1);
    }
}
