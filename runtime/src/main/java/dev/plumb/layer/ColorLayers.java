package dev.plumb.layer;

import dev.plumb.dsl.layer.RandomBrightnessLayer;
import dev.plumb.dsl.layer.RandomColorDegenerationLayer;
import dev.plumb.dsl.layer.RandomColorJitterLayer;
import dev.plumb.dsl.layer.RandomContrastLayer;
import dev.plumb.dsl.layer.RandomGrayscaleLayer;
import dev.plumb.dsl.layer.RandomHueLayer;
import dev.plumb.dsl.layer.RandomInvertLayer;
import dev.plumb.dsl.layer.RandomPosterizationLayer;
import dev.plumb.dsl.layer.RandomSaturationLayer;
import dev.plumb.dsl.layer.SolarizationLayer;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.ops.Var;
import java.util.List;

/** Layers that vary the colours of images in training, each image by numbers of its own. */
final class ColorLayers {
    /** Keras divides by no less than this above the difference of a share from 1. */
    private static final float EPSILON = 1e-7f;

    /** The largest number of a byte, which Keras scales images to. */
    private static final float WHITE = 255;

    private static final int BITS = 8;

    private ColorLayers() {}

    static Var brightness(RandomBrightnessLayer spec, LayerContext context, Var x) {
        return brightness(spec.value(), ValueRange.of(spec.valueRange()), context, x);
    }

    private static Var brightness(List<Double> value, ValueRange range, LayerContext context, Var x) {
        Var added = Draws.each(context, x, Bounds.around(value)).times(range.width());
        return range.clipped(x.plus(added));
    }

    static Var contrast(RandomContrastLayer spec, LayerContext context, Var x) {
        return contrast(spec.value(), ValueRange.of(spec.valueRange()), context, x);
    }

    private static Var contrast(List<Double> value, ValueRange range, LayerContext context, Var x) {
        double below = value.get(0);
        double above = value.get(value.size() - 1);
        Var mean = x.mean(true, 1, 2);
        Var factor = Draws.each(context, x, new Bounds(1 - below, 1 + above));
        return range.clipped(x.minus(mean).times(factor).plus(mean));
    }

    static Var saturation(RandomSaturationLayer spec, LayerContext context, Var x) {
        return saturation(spec.value(), ValueRange.of(spec.valueRange()), context, x);
    }

    /** What is cut off at the range of numbers is the saturation. */
    private static Var saturation(List<Double> value, ValueRange range, LayerContext context, Var x) {
        Var share = Draws.each(context, x, Bounds.around(value));
        Var factor = share.dividedBy(share.subtractedFrom(1).plus(EPSILON));
        return Colors.of(x).saturated(factor, range).image();
    }

    static Var hue(RandomHueLayer spec, LayerContext context, Var x) {
        return hue(spec.value(), ValueRange.of(spec.valueRange()), context, x);
    }

    private static Var hue(List<Double> value, ValueRange range, LayerContext context, Var x) {
        Var direction = Draws.sign(context, x, 4);
        Var share = Draws.each(context, x, Bounds.upTo(value)).times(0.5f).times(direction);
        Var turned = Colors.of(range.scaled(x, 1)).turned(share).image();
        return range.unscaled(turned.clip(0, 1), 1);
    }

    static Var jitter(RandomColorJitterLayer spec, LayerContext context, Var x) {
        ValueRange range = ValueRange.of(spec.valueRange());
        Var lit = spec.brightnessFactor().isEmpty() ? x : brightness(spec.brightnessFactor(), range, context, x);
        Var clear = spec.contrastFactor().isEmpty() ? lit : contrast(spec.contrastFactor(), range, context, lit);
        Var colored =
                spec.saturationFactor().isEmpty() ? clear : saturation(spec.saturationFactor(), range, context, clear);
        return spec.hueFactor().isEmpty() ? colored : hue(spec.hueFactor(), range, context, colored);
    }

    static Var grayscale(RandomGrayscaleLayer spec, LayerContext context, Var x) {
        Var isGray = Draws.each(context, x, new Bounds(0, 1)).less((float) spec.value());
        return Colors.gray(x).broadcastTo(x.shape()).where(isGray, x);
    }

    static Var degeneration(RandomColorDegenerationLayer spec, LayerContext context, Var x) {
        Var share = Draws.each(context, x, Bounds.around(spec.value()));
        return ValueRange.of(spec.valueRange())
                .clipped(x.plus(Colors.gray(x).minus(x).times(share)));
    }

    static Var invert(RandomInvertLayer spec, LayerContext context, Var x) {
        float largest = ValueRange.of(spec.valueRange()).high();
        return x.subtractedFrom(largest).where(Draws.isDrawn(context, x, spec.value()), x);
    }

    static Var solarization(SolarizationLayer spec, LayerContext context, Var x) {
        Var addition = Draws.each(context, x, ofWhite(spec.additionFactor()));
        Var threshold = Draws.each(context, x, ofWhite(spec.thresholdFactor()));
        ValueRange range = ValueRange.of(spec.valueRange());
        Var lit = range.scaled(x, WHITE).plus(addition).clip(0, WHITE);
        return range.unscaled(lit.where(lit.less(threshold), lit.subtractedFrom(WHITE)), WHITE);
    }

    /** As Keras has it, whose lower bound is no share. */
    private static Bounds ofWhite(List<Double> factor) {
        Bounds bounds = Bounds.upTo(factor);
        return new Bounds(bounds.low(), bounds.high() * WHITE);
    }

    static Var posterization(RandomPosterizationLayer spec, LayerContext context, Var x) {
        Var step = bits(spec.value(), context, x)
                .subtractedFrom(BITS)
                .times((float) Math.log(2))
                .exp()
                .round();
        ValueRange range = ValueRange.of(spec.valueRange());
        Var bytes = range.scaled(x, WHITE).clip(0, WHITE).floor();
        return range.unscaled(bytes.dividedBy(step).floor().times(step), WHITE);
    }

    /** How many bits of each image are kept: nothing is drawn where it is always the same. */
    private static Var bits(List<Integer> value, LayerContext context, Var x) {
        int least = value.size() == 1 ? 1 : value.get(0);
        int most = value.get(value.size() - 1);
        if (least == most) {
            return x.recorder().fill(x.type().withShape(List.of(1, 1, 1, 1)), least);
        }
        return Draws.each(context, x, new Bounds(least, most)).floor().minimum(most - 1f);
    }
}
