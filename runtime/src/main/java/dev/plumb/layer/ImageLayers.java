package dev.plumb.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.layer.Cropping2DLayer;
import dev.plumb.dsl.layer.UpSampling2DLayer;
import dev.plumb.dsl.layer.ZeroPadding2DLayer;
import dev.plumb.graph.rule.Margins;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import java.util.List;

/** Layers that make images larger or smaller without weights, channels last. */
final class ImageLayers {
    private ImageLayers() {}

    static Var zeroPadding2D(ZeroPadding2DLayer spec, LayerContext context, Var x) {
        Margins margins = spec.margins();
        return x.pad(List.of(0, margins.top(), margins.left(), 0), List.of(0, margins.bottom(), margins.right(), 0), 0);
    }

    static Var cropping2D(Cropping2DLayer spec, LayerContext context, Var x) {
        Margins margins = spec.margins();
        int height = x.size(1) - margins.top() - margins.bottom();
        int width = x.size(2) - margins.left() - margins.right();
        return x.slice(List.of(0, margins.top(), margins.left(), 0), List.of(x.size(0), height, width, x.size(3)));
    }

    static Var upSampling2D(UpSampling2DLayer spec, LayerContext context, Var x) {
        return spec.interpolation() == Interpolation.BILINEAR
                ? mixed(x, spec.heightFactor(), spec.widthFactor())
                : repeated(x, spec.heightFactor(), spec.widthFactor());
    }

    /** Each pixel becomes a box of equal pixels: axes of size 1 beside height and width grow to the factors. */
    private static Var repeated(Var x, int down, int across) {
        int batch = x.size(0);
        int height = x.size(1);
        int width = x.size(2);
        int channels = x.size(3);
        return x.reshape(batch, height, 1, width, 1, channels)
                .broadcastTo(List.of(batch, height, down, width, across, channels))
                .reshape(batch, height * down, width * across, channels);
    }

    /** Each row, then each column, as a mixture of its neighbours: a product with the last axis, so each axis comes there in turn. */
    private static Var mixed(Var x, int down, int across) {
        Var rows = x.transpose(0, 2, 3, 1).matmul(mixture(x, x.size(1), down));
        Var both = rows.transpose(0, 3, 2, 1).matmul(mixture(x, x.size(2), across));
        return both.transpose(0, 1, 3, 2);
    }

    /**
     * The share of each old cell in each new one. The centre of new cell {@code j} lies at {@code (j + 0.5) / factor - 0.5} between
     * old centres (half-pixel centres, as in Keras); beyond the outermost centres their cells count alone.
     */
    private static Var mixture(Var x, int cells, int factor) {
        int newCells = cells * factor;
        float[] shares = new float[cells * newCells];
        for (int j = 0; j < newCells; j++) {
            double centre = (j + 0.5) / factor - 0.5;
            int before = (int) Math.floor(centre);
            float second = (float) (centre - before);
            shares[Math.max(before, 0) * newCells + j] += 1 - second;
            shares[Math.min(before + 1, cells - 1) * newCells + j] += second;
        }
        return x.recorder().constant(ArrayType.float32(cells, newCells), Literal.of(shares));
    }
}
