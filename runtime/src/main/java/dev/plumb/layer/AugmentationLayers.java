package dev.plumb.layer;

import dev.plumb.dsl.FlipMode;
import dev.plumb.dsl.layer.RandomCropLayer;
import dev.plumb.dsl.layer.RandomErasingLayer;
import dev.plumb.dsl.layer.RandomFlipLayer;
import dev.plumb.dsl.layer.RandomRotationLayer;
import dev.plumb.dsl.layer.RandomTranslationLayer;
import dev.plumb.dsl.layer.RandomZoomLayer;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.ops.Var;
import java.util.List;

/** Layers that move, cut and cover images in training, each image by numbers of its own. */
final class AugmentationLayers {
    private AugmentationLayers() {}

    static Var flip(RandomFlipLayer spec, LayerContext context, Var x) {
        Var flipped = spec.value() == FlipMode.VERTICAL ? x : flipped(context, x, 2);
        return spec.value() == FlipMode.HORIZONTAL ? flipped : flipped(context, flipped, 1);
    }

    private static Var flipped(LayerContext context, Var x, int axis) {
        return x.reverse(axis).where(Draws.each(context, x, new Bounds(0, 1), 4).less(0.5f), x);
    }

    static Var translation(RandomTranslationLayer spec, LayerContext context, Var x) {
        Var down = Draws.each(context, x, Bounds.around(spec.heightFactor()), 3).times(x.size(1));
        Var right = Draws.each(context, x, Bounds.around(spec.widthFactor()), 3).times(x.size(2));
        return MovedImage.at(
                spec, x, Places.rows(x).minus(down), Places.columns(x).minus(right));
    }

    static Var rotation(RandomRotationLayer spec, LayerContext context, Var x) {
        Var angle = Draws.each(context, x, Bounds.around(spec.value()), 3).times((float) (2 * Math.PI));
        Var down = Places.rows(x).minus(Places.middle(x, 1));
        Var right = Places.columns(x).minus(Places.middle(x, 2));
        Var rows = right.times(angle.sin()).plus(down.times(angle.cos())).plus(Places.middle(x, 1));
        Var columns = right.times(angle.cos()).minus(down.times(angle.sin())).plus(Places.middle(x, 2));
        return MovedImage.at(spec, x, rows, columns);
    }

    static Var zoom(RandomZoomLayer spec, LayerContext context, Var x) {
        Var down = Draws.each(context, x, Bounds.around(spec.heightFactor()), 3);
        Var right = spec.widthFactor().isEmpty() ? down : Draws.each(context, x, Bounds.around(spec.widthFactor()), 3);
        return MovedImage.at(
                spec,
                x,
                zoomed(Places.rows(x), down, Places.middle(x, 1)),
                zoomed(Places.columns(x), right, Places.middle(x, 2)));
    }

    /** Places as far from the middle as the share says. */
    private static Var zoomed(Var places, Var share, float middle) {
        return places.minus(middle).times(share.plus(1)).plus(middle);
    }

    static Var crop(RandomCropLayer spec, LayerContext context, Var x) {
        int above = x.size(1) - spec.height();
        int left = x.size(2) - spec.width();
        if (!context.training() || above < 0 || left < 0) {
            return ImageLayers.centerCrop(spec, context, x);
        }
        Var rows =
                start(context, x, above).plus(x.recorder().range(spec.height()).reshape(1, spec.height(), 1));
        Var columns =
                start(context, x, left).plus(x.recorder().range(spec.width()).reshape(1, 1, spec.width()));
        return MovedImage.pixels(x, rows, columns);
    }

    /** A whole number from 0 to the most, all equally likely. */
    private static Var start(LayerContext context, Var x, int most) {
        return Draws.each(context, x, new Bounds(0, most + 1.0), 3).floor().minimum(most);
    }

    static Var erasing(RandomErasingLayer spec, LayerContext context, Var x) {
        Var isErased = Draws.isDrawn(context, x, spec.value());
        Var rows = box(spec, context, x, Places.rows(x).expandDims(3), x.size(1));
        Var columns = box(spec, context, x, Places.columns(x).expandDims(3), x.size(2));
        return ValueRange.of(spec.valueRange())
                .clipped(filling(spec, context, x))
                .where(isErased.and(rows).and(columns), x);
    }

    /** 1 for the indices of an axis that lie in a box of random size at a random place. */
    private static Var box(RandomErasingLayer spec, LayerContext context, Var x, Var indices, int size) {
        Var length = Draws.each(context, x, Bounds.upTo(spec.scale()), 4).sqrt().times(size);
        Var start = Draws.each(context, x, new Bounds(0, 1), 4).times(length.subtractedFrom(size));
        return indices.greaterOrEqual(start).and(indices.less(start.plus(length)));
    }

    private static Var filling(RandomErasingLayer spec, LayerContext context, Var x) {
        List<Double> stated = spec.fillValue();
        if (stated.isEmpty()) {
            return context.randomNormal(x.shape(), 0, spec.valueRange().get(1));
        }
        float[] values = new float[stated.size()];
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = stated.get(channel).floatValue();
        }
        return x.recorder().constant(values);
    }
}
