package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.ImageMotionSpec;
import dev.plumb.ops.Var;
import java.util.List;

/** Images (batch, height, width, channels) read at places that are computed, others for each image. Pixel {@code i} of an axis lies at {@code i}. */
final class MovedImage {
    private final List<Integer> shape;
    private final Var pixels;

    /** Whether indices outside of the image stand for those of its mirror image, and not for the outermost. */
    private final boolean mirrorsIndices;

    private MovedImage(Var x, boolean mirrorsIndices) {
        this.mirrorsIndices = mirrorsIndices;
        this.shape = x.shape();
        this.pixels = x.transpose(0, 3, 1, 2).reshape(x.size(0), x.size(3), x.size(1) * x.size(2));
    }

    /**
     * What lies at these places, as the layer says.
     *
     * @param rows (batch, new height, new width) or what broadcasts to it
     * @param columns as rows
     */
    static Var at(ImageMotionSpec spec, Var x, Var rows, Var columns) {
        MovedImage image = new MovedImage(x, false);
        Var row = inside(spec.fillMode(), rows, x.size(1));
        Var column = inside(spec.fillMode(), columns, x.size(2));
        return spec.interpolation() == Interpolation.NEAREST
                ? image.nearest(spec, row.plus(0.5f).floor(), column.plus(0.5f).floor())
                : image.bilinear(spec, row, column);
    }

    /**
     * As {@link #at}, but as Keras reads an image at places of which each is computed: of two pixels that are equally near, that with the even index; and with REFLECT,
     * the mirror image above and to the left has the outermost pixels once: dcb|abcd|dcba.
     */
    static Var mapped(ImageMotionSpec spec, Var x, Var rows, Var columns) {
        MovedImage image = new MovedImage(x, spec.fillMode() == FillMode.REFLECT);
        return spec.interpolation() == Interpolation.NEAREST
                ? image.nearest(spec, rows.round(), columns.round())
                : image.bilinear(spec, rows, columns);
    }

    private Var nearest(ImageMotionSpec spec, Var row, Var column) {
        return channelsLast(pixel(spec, row, column));
    }

    private Var bilinear(ImageMotionSpec spec, Var row, Var column) {
        Var above = row.floor();
        Var left = column.floor();
        Var down = row.minus(above).expandDims(1);
        Var right = column.minus(left).expandDims(1);
        Var upper = mixed(pixel(spec, above, left), pixel(spec, above, left.plus(1)), right);
        Var lower = mixed(pixel(spec, above.plus(1), left), pixel(spec, above.plus(1), left.plus(1)), right);
        return channelsLast(mixed(upper, lower, down));
    }

    /** The pixels with these indices, all within the image. */
    static Var pixels(Var x, Var rows, Var columns) {
        MovedImage image = new MovedImage(x, false);
        return image.channelsLast(image.pixel(rows, columns));
    }

    private static Var mixed(Var first, Var second, Var share) {
        return first.plus(second.minus(first).times(share));
    }

    /** The place within an axis that stands for one outside. */
    private static Var inside(FillMode mode, Var place, int size) {
        return switch (mode) {
            case FILL_VALUE -> place;
            case EDGE -> place.clip(0, size - 1);
            case REFLECT -> {
                Var shifted = place.plus(0.5f);
                Var periods = shifted.times(1f / (2 * size)).floor();
                Var within = shifted.minus(periods.times(2 * size));
                yield within.minus(size).abs().subtractedFrom(size - 0.5f).clip(0, size - 1);
            }
        };
    }

    /** The pixels with these indices, or what lies around the image. */
    private Var pixel(ImageMotionSpec spec, Var rows, Var columns) {
        Var row = index(rows, shape.get(1));
        Var column = index(columns, shape.get(2));
        Var pixel = pixel(row, column);
        if (spec.fillMode() != FillMode.FILL_VALUE) {
            return pixel;
        }
        Var isInside = row.equalTo(rows).and(column.equalTo(columns)).expandDims(1);
        return pixel.where(isInside, (float) spec.fillValue());
    }

    private Var index(Var index, int size) {
        if (!mirrorsIndices) {
            return index.clip(0, size - 1);
        }
        Var distance = index.abs();
        Var within = distance.minus(distance.times(1f / (2 * size)).floor().times(2 * size));
        return within.where(within.less(size), within.subtractedFrom(2 * size - 1))
                .clip(0, size - 1);
    }

    /** (batch, channels, new height, new width) */
    private Var pixel(Var rows, Var columns) {
        Var ids = rows.times(shape.get(2)).plus(columns);
        int newHeight = ids.size(1);
        int newWidth = ids.size(2);
        int batch = shape.get(0);
        int channels = shape.get(3);
        Var each = ids.reshape(batch, 1, newHeight * newWidth)
                .broadcastTo(batch, channels, newHeight * newWidth)
                .cast(DType.INT32);
        return pixels.takeAlongAxis(each, 2).reshape(batch, channels, newHeight, newWidth);
    }

    private Var channelsLast(Var image) {
        return image.transpose(0, 2, 3, 1);
    }
}
