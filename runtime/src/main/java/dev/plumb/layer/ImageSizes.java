package dev.plumb.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import java.util.List;

/** Images (batch, height, width, channels) in another size, with half-pixel centres: that of pixel {@code i} lies at {@code i + 0.5}. */
final class ImageSizes {
    private ImageSizes() {}

    /** Resized to so many rows and columns; what becomes smaller skips pixels, as far as its kernel does not reach. */
    static Var resized(Var x, int height, int width, Interpolation interpolation) {
        return resized(x, height, width, interpolation, false);
    }

    /**
     * Resized to so many rows and columns.
     *
     * @param antialias whether the kernel is as much wider as the image becomes smaller, so that each of its pixels counts; NEAREST has none
     */
    static Var resized(Var x, int height, int width, Interpolation interpolation, boolean antialias) {
        return interpolation == Interpolation.NEAREST
                ? nearest(x, height, width)
                : mixed(x, height, width, interpolation, antialias);
    }

    /** A box of that size from the middle; of an odd margin the smaller half is above and left. */
    static Var middle(Var x, int height, int width) {
        List<Integer> begin = List.of(0, (x.size(1) - height) / 2, (x.size(2) - width) / 2, 0);
        return x.slice(begin, List.of(x.size(0), height, width, x.size(3)));
    }

    /** The largest box from the middle with about the aspect ratio of that size, of one pixel at least. */
    static Var middleOfAspectRatio(Var x, int height, int width) {
        int rows = Math.max(Math.min(x.size(1), scaled(x.size(2), height, width)), 1);
        int columns = Math.max(Math.min(x.size(2), scaled(x.size(1), width, height)), 1);
        return middle(x, rows, columns);
    }

    /** With equal margins on opposite sides such that it has about the aspect ratio of that size. */
    static Var paddedToAspectRatio(Var x, int height, int width, float value) {
        int above = Math.max(scaled(x.size(2), height, width) - x.size(1), 0) / 2;
        int left = Math.max(scaled(x.size(1), width, height) - x.size(2), 0) / 2;
        List<Integer> margins = List.of(0, above, left, 0);
        return x.pad(margins, margins, value);
    }

    private static int scaled(int size, int factor, int divisor) {
        return (int) Math.min((long) size * factor / divisor, Integer.MAX_VALUE);
    }

    private static Var nearest(Var x, int height, int width) {
        return x.take(x.recorder().ids(nearest(x.size(1), height)), 1)
                .take(x.recorder().ids(nearest(x.size(2), width)), 2);
    }

    /** The old cell in which the centre of each new one lies. */
    private static int[] nearest(int cells, int newCells) {
        int[] ids = new int[newCells];
        for (int j = 0; j < newCells; j++) {
            ids[j] = (int) ((2L * j + 1) * cells / (2L * newCells));
        }
        return ids;
    }

    /** Each row, then each column, as a mixture of its neighbours: a product with the last axis, so each axis comes there in turn. */
    private static Var mixed(Var x, int height, int width, Interpolation interpolation, boolean antialias) {
        PixelKernel kernel = PixelKernel.of(interpolation);
        Var rows = x.transpose(0, 2, 3, 1).matmul(mixture(x, x.size(1), height, kernel, antialias));
        Var both = rows.transpose(0, 3, 2, 1).matmul(mixture(x, x.size(2), width, kernel, antialias));
        return both.transpose(0, 1, 3, 2);
    }

    /**
     * The share of each old cell in each new one. The centre of new cell {@code j} lies at {@code (j + 0.5) · cells / newCells - 0.5} between
     * old centres, as in Keras. Where a kernel reaches beyond the outermost cells, those within share what is theirs.
     */
    private static Var mixture(Var x, int cells, int newCells, PixelKernel kernel, boolean antialias) {
        double step = (double) cells / newCells;
        double width = antialias ? Math.max(step, 1) : 1;
        float[] shares = new float[cells * newCells];
        for (int j = 0; j < newCells; j++) {
            double centre = (j + 0.5) * step - 0.5;
            int first = Math.max((int) Math.ceil(centre - kernel.radius() * width), 0);
            int last = Math.min((int) Math.floor(centre + kernel.radius() * width), cells - 1);
            double sum = 0;
            for (int i = first; i <= last; i++) {
                sum += kernel.at(Math.abs(i - centre) / width);
            }
            for (int i = first; i <= last; i++) {
                shares[i * newCells + j] = (float) (kernel.at(Math.abs(i - centre) / width) / sum);
            }
        }
        return x.recorder().constant(ArrayType.float32(cells, newCells), Literal.of(shares));
    }
}
