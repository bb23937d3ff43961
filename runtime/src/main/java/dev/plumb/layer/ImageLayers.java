package dev.plumb.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.layer.ResizingLayer;
import dev.plumb.dsl.layer.UpSampling2DLayer;
import dev.plumb.graph.rule.CroppingSpec;
import dev.plumb.graph.rule.Margins;
import dev.plumb.graph.rule.SizedImageSpec;
import dev.plumb.graph.rule.UpSamplingSpec;
import dev.plumb.graph.rule.ZeroPaddingSpec;
import dev.plumb.ops.Var;
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
        return spec.interpolation() == Interpolation.NEAREST
                ? repeated(x, factors)
                : ImageSizes.resized(x, x.size(1) * factors.get(0), x.size(2) * factors.get(1), spec.interpolation());
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

    static Var resizing(ResizingLayer spec, LayerContext context, Var x) {
        Var framed = x;
        if (spec.cropToAspectRatio()) {
            framed = ImageSizes.middleOfAspectRatio(x, spec.height(), spec.width());
        } else if (spec.padToAspectRatio()) {
            framed = ImageSizes.paddedToAspectRatio(x, spec.height(), spec.width(), (float) spec.fillValue());
        }
        return ImageSizes.resized(framed, spec.height(), spec.width(), spec.interpolation(), spec.antialias());
    }

    static Var centerCrop(SizedImageSpec spec, LayerContext context, Var x) {
        if (spec.height() <= x.size(1) && spec.width() <= x.size(2)) {
            return ImageSizes.middle(x, spec.height(), spec.width());
        }
        Var framed = ImageSizes.middleOfAspectRatio(x, spec.height(), spec.width());
        return ImageSizes.resized(framed, spec.height(), spec.width(), Interpolation.BILINEAR);
    }
}
