package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.ContrastLimitedAdaptiveHistogramEqualizationLayer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.ScatterAlong;
import java.util.List;

/** Equalization by a histogram of each tile of an image. Channels are images of their own: (batch · channels, height, width). */
final class AdaptiveEqualization {
    private static final int BINS = 256;

    /** The largest number of a byte, which Keras scales images to. */
    private static final float WHITE = BINS - 1f;

    private final Axis rows;
    private final Axis columns;
    private final double clipLimit;

    private AdaptiveEqualization(ContrastLimitedAdaptiveHistogramEqualizationLayer spec, Var x) {
        List<Integer> tiles = spec.tileGridSize();
        this.rows = new Axis(x.size(1), tiles.get(0));
        this.columns = new Axis(x.size(2), tiles.get(1));
        this.clipLimit = spec.clipLimit();
    }

    static Var equalized(ContrastLimitedAdaptiveHistogramEqualizationLayer spec, LayerContext context, Var x) {
        ValueRange range = ValueRange.of(spec.valueRange());
        Var bytes = range.scaled(x, WHITE).clip(0, WHITE).floor().transpose(0, 3, 1, 2);
        Var images = bytes.reshape(x.size(0) * x.size(3), x.size(1), x.size(2));
        Var spread = new AdaptiveEqualization(spec, x).equalized(images);
        return range.unscaled(spread.reshape(bytes.shape()).transpose(0, 2, 3, 1), WHITE);
    }

    private Var equalized(Var images) {
        Var tables = tables(images);
        Var above = between(images, tables, false);
        Var below = between(images, tables, true);
        return mixed(above, below, rows.shares(images).expandDims(1));
    }

    /** What each pixel becomes in the row of tiles above or below it, between the columns of tiles on both of its sides. */
    private Var between(Var images, Var tables, boolean below) {
        Var left = lookedUp(images, tables, below, false);
        Var right = lookedUp(images, tables, below, true);
        return mixed(left, right, columns.shares(images));
    }

    private static Var mixed(Var first, Var second, Var share) {
        return first.times(share.subtractedFrom(1)).plus(second.times(share));
    }

    /** What each number of each tile becomes: (images, tiles · numbers). */
    private Var tables(Var images) {
        int pixels = rows.length() * columns.length();
        Var tiles = columns.filled(rows.filled(images, 1), 2)
                .reshape(images.size(0), rows.tiles(), rows.length(), columns.tiles(), columns.length())
                .transpose(0, 1, 3, 2, 4)
                .reshape(images.size(0) * rows.tiles() * columns.tiles(), pixels);
        Var ones = tiles.recorder().fill(tiles.type(), 1);
        Var below = limited(ones.apply(new ScatterAlong(BINS), tiles.cast(DType.INT32)), pixels)
                .cumulativeSum(1);
        Var least = below.min(true, 1);
        Var others = least.subtractedFrom(pixels);
        Var shares = below.minus(least).times(WHITE).dividedBy(others.plus(others.equalTo(0)));
        return shares.clip(0, WHITE).reshape(images.size(0), rows.tiles() * columns.tiles() * BINS);
    }

    /** What counts above the limit is spread over all numbers, which may bring some above it again. */
    private Var limited(Var counts, int pixels) {
        if (clipLimit == 0) {
            return counts;
        }
        Var clipped = counts.minimum((float) (clipLimit * pixels / BINS));
        return clipped.plus(counts.minus(clipped).sum(true, 1).times(1f / BINS));
    }

    private Var lookedUp(Var images, Var tables, boolean below, boolean right) {
        float[] starts = new float[rows.size() * columns.size()];
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                int tile = rows.tile(row, below) * columns.tiles() + columns.tile(column, right);
                starts[row * columns.size() + column] = (float) tile * BINS;
            }
        }
        ArrayType type = ArrayType.float32(1, rows.size(), columns.size());
        Var ids = images.plus(images.recorder().constant(type, Literal.of(starts)))
                .reshape(images.size(0), starts.length)
                .cast(DType.INT32);
        return tables.takeAlongAxis(ids, 1).reshape(images.shape());
    }

    /** The tiles of an axis. */
    private record Axis(int size, int tiles) {
        /** How many pixels a tile has. */
        int length() {
            return (size + tiles - 1) / tiles;
        }

        /** With as much of the mirror image behind its end as tiles of one size need. */
        Var filled(Var images, int axis) {
            int wanted = length() * tiles;
            if (wanted == size) {
                return images;
            }
            int[] ids = new int[wanted];
            for (int i = 0; i < wanted; i++) {
                int within = i % (2 * size);
                ids[i] = within < size ? within : 2 * size - 1 - within;
            }
            return images.take(images.recorder().ids(ids), axis);
        }

        /** The tile whose middle is the last before a pixel, or the one behind it; at the edges they are the same. */
        int tile(int pixel, boolean after) {
            int before = (int) Math.floor(place(pixel)) + (after ? 1 : 0);
            return Math.max(0, Math.min(before, tiles - 1));
        }

        /** How far each pixel is from the one middle to the other. */
        Var shares(Var images) {
            float[] shares = new float[size];
            for (int pixel = 0; pixel < size; pixel++) {
                shares[pixel] = place(pixel) - (float) Math.floor(place(pixel));
            }
            return images.recorder().constant(shares);
        }

        /** Where a pixel lies between the middles of tiles, that of the first at 0. */
        private float place(int pixel) {
            return (pixel - length() / 2f) / length();
        }
    }
}
