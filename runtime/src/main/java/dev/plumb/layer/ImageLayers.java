package dev.plumb.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.layer.UpSampling2DLayer;
import dev.plumb.graph.rule.CroppingSpec;
import dev.plumb.graph.rule.Margins;
import dev.plumb.graph.rule.UpSamplingSpec;
import dev.plumb.graph.rule.ZeroPaddingSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import java.util.ArrayList;
import java.util.List;

/** Layers that make sequences, images and volumes larger or smaller without weights, channels last. */
final class ImageLayers {
    private ImageLayers() {}

    static Var zeroPadding(ZeroPaddingSpec spec, LayerContext context, Var x) {
        Margins margins = spec.margins();
        return x.pad(inner(margins.before()), inner(margins.after()), 0);
    }

    static Var cropping(CroppingSpec spec, LayerContext context, Var x) {
        List<Integer> begin = inner(spec.margins().before());
        List<Integer> end = inner(spec.margins().after());
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            sizes.add(x.size(axis) - begin.get(axis) - end.get(axis));
        }
        return x.slice(begin, sizes);
    }

    /** Nothing at batch and channels. */
    private static List<Integer> inner(List<Integer> margins) {
        List<Integer> all = new ArrayList<>(List.of(0));
        all.addAll(margins);
        all.add(0);
        return all;
    }

    static Var upSampling(UpSamplingSpec spec, LayerContext context, Var x) {
        return repeated(x, spec.factors());
    }

    static Var upSampling2D(UpSampling2DLayer spec, LayerContext context, Var x) {
        List<Integer> factors = spec.factors();
        return spec.interpolation() == Interpolation.BILINEAR
                ? mixed(x, factors.get(0), factors.get(1))
                : repeated(x, factors);
    }

    /** Each cell becomes a box of equal cells: axes of size 1 beside those of the cells grow to the factors. */
    private static Var repeated(Var x, List<Integer> factors) {
        List<Integer> split = new ArrayList<>(List.of(x.size(0)));
        List<Integer> grown = new ArrayList<>(List.of(x.size(0)));
        List<Integer> larger = new ArrayList<>(List.of(x.size(0)));
        for (int axis = 0; axis < factors.size(); axis++) {
            int cells = x.size(axis + 1);
            split.addAll(List.of(cells, 1));
            grown.addAll(List.of(cells, factors.get(axis)));
            larger.add(cells * factors.get(axis));
        }
        for (List<Integer> shape : List.of(split, grown, larger)) {
            shape.add(x.size(-1));
        }
        return x.reshape(split).broadcastTo(grown).reshape(larger);
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
