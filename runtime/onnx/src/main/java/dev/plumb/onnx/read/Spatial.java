package dev.plumb.onnx.read;

import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.Unreadable;
import java.util.List;

/** The layers of families over one, two or three axes. */
final class Spatial {
    private Spatial() {}

    static LayerSpec convolution(int filters, Windows window, Padding padding, int groups) throws Unreadable {
        int[] sizes = Windows.ints(window.sizes());
        LayerSpec layer =
                switch (axes(window.axes())) {
                    case 1 -> Layers.conv1D(filters, sizes);
                    case 2 -> Layers.conv2D(filters, sizes);
                    default -> Layers.conv3D(filters, sizes);
                };
        return Attributes.with(stepping(layer, window, padding), "groups", groups);
    }

    /** A convolution of each channel by itself, over one or two axes. */
    static LayerSpec depthwise(int multiplier, Windows window, Padding padding) {
        int[] sizes = Windows.ints(window.sizes());
        LayerSpec layer = window.axes() == 1 ? Layers.depthwiseConv1D(sizes) : Layers.depthwiseConv2D(sizes);
        return Attributes.with(stepping(layer, window, padding), "depthMultiplier", multiplier);
    }

    static LayerSpec transposed(int filters, Windows window, Padding padding) throws Unreadable {
        int[] sizes = Windows.ints(window.sizes());
        LayerSpec layer =
                switch (axes(window.axes())) {
                    case 1 -> Layers.conv1DTranspose(filters, sizes);
                    case 2 -> Layers.conv2DTranspose(filters, sizes);
                    default -> Layers.conv3DTranspose(filters, sizes);
                };
        return stepping(layer, window, padding);
    }

    private static LayerSpec stepping(LayerSpec layer, Windows window, Padding padding) {
        LayerSpec stepping = Attributes.with(layer, "strides", spread(window.strides()));
        return Attributes.with(
                Attributes.with(stepping, "dilationRate", spread(window.dilations())), "padding", padding);
    }

    static LayerSpec pooling(boolean isMax, List<Integer> sizes, List<Integer> strides, Padding padding)
            throws Unreadable {
        int[] pool = Windows.ints(sizes);
        LayerSpec layer =
                switch (axes(sizes.size())) {
                    case 1 -> isMax ? Layers.maxPooling1D().poolSize(pool) : Layers.averagePooling1D(pool);
                    case 2 -> isMax ? Layers.maxPooling2D().poolSize(pool) : Layers.averagePooling2D(pool);
                    default -> isMax ? Layers.maxPooling3D().poolSize(pool) : Layers.averagePooling3D(pool);
                };
        LayerSpec padded = Attributes.with(layer, "padding", padding);
        return strides.equals(sizes) ? padded : Attributes.with(padded, "strides", spread(strides));
    }

    static LayerSpec globalPooling(boolean isMax, int axes) throws Unreadable {
        return switch (axes(axes)) {
            case 1 -> isMax ? Layers.globalMaxPooling1D() : Layers.globalAveragePooling1D();
            case 2 -> isMax ? Layers.globalMaxPooling2D() : Layers.globalAveragePooling2D();
            default -> isMax ? Layers.globalMaxPooling3D() : Layers.globalAveragePooling3D();
        };
    }

    /** Zeros around axes: {@code {before, after, before, after}}. */
    static LayerSpec padding(List<Integer> cells) throws Unreadable {
        int[] sides = sides(cells);
        return switch (axes(cells.size() / 2)) {
            case 1 -> Layers.zeroPadding1D().value(sides);
            case 2 -> Layers.zeroPadding2D().value(sides);
            default -> Layers.zeroPadding3D().value(sides);
        };
    }

    /** Cells cut off: {@code {before, after, before, after}}. */
    static LayerSpec cropping(List<Integer> cells) throws Unreadable {
        int[] sides = sides(cells);
        return switch (axes(cells.size() / 2)) {
            case 1 -> Layers.cropping1D().value(sides);
            case 2 -> Layers.cropping2D().value(sides);
            default -> Layers.cropping3D().value(sides);
        };
    }

    static LayerSpec upSampling(List<Integer> times, Interpolation interpolation) throws Unreadable {
        int[] factors = Windows.ints(times);
        if (interpolation != Interpolation.NEAREST && times.size() != 2) {
            throw new Unreadable("it interpolates over " + times.size() + " axes: that is only there for two");
        }
        return switch (axes(times.size())) {
            case 1 -> Layers.upSampling1D().value(factors[0]);
            case 2 -> Layers.upSampling2D().value(factors).interpolation(interpolation);
            default -> Layers.upSampling3D().value(factors);
        };
    }

    /** One number for all sides if they are alike, or one an axis. */
    private static int[] sides(List<Integer> cells) {
        int[] all = cells.stream().mapToInt(cell -> cell).toArray();
        if (cells.stream().distinct().count() == 1) {
            return new int[] {all[0]};
        }
        return all;
    }

    private static List<Integer> spread(List<Integer> values) {
        return values.stream().distinct().count() == 1 ? values.subList(0, 1) : values;
    }

    private static int axes(int axes) throws Unreadable {
        if (axes < 1 || axes > 3) {
            throw new Unreadable("it works over " + axes + " axes, and layers here over one, two or three");
        }
        return axes;
    }
}
