package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.AutoContrastLayer;
import dev.plumb.dsl.layer.EqualizationLayer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ScatterAlong;

/** Layers that give the numbers of images another distribution. */
final class HistogramLayers {
    /** The largest number of a byte, which Keras scales images to. */
    private static final float WHITE = 255;

    private HistogramLayers() {}

    static Var autoContrast(AutoContrastLayer spec, LayerContext context, Var x) {
        ValueRange range = ValueRange.of(spec.valueRange());
        Var bytes = range.scaled(x, WHITE);
        Var low = bytes.min(true, 1, 2);
        Var spread = bytes.max(true, 1, 2).minus(low);
        Var isFlat = spread.equalTo(0);
        Var scale = x.recorder().constant(WHITE).dividedBy(spread.plus(isFlat));
        Var stretched = bytes.times(scale).minus(low.times(scale)).clip(0, WHITE);
        return x.where(isFlat, range.unscaled(stretched, WHITE));
    }

    static Var equalization(EqualizationLayer spec, LayerContext context, Var x) {
        ValueRange range = ValueRange.of(spec.valueRange());
        float scale = WHITE / range.width();
        Var bytes = x.linear(scale, -range.low() * scale);
        Var lines = bytes.transpose(3, 0, 1, 2).reshape(x.size(3), x.size(0) * x.size(1) * x.size(2));
        int last = spec.bins() - 1;
        // Keras counts by one order of rounding and looks up by another.
        Var counts = counts(context, ValueRange.divided(lines.times(last), WHITE), spec.bins());
        Var ids = ids(ValueRange.divided(lines, WHITE).times(last), last);
        Var isFlat = counts.greater(0).sum(true, 1).lessOrEqual(1);
        Var spread = lines.where(isFlat, equalizing(counts).takeAlongAxis(ids, 1));
        Var image = spread.reshape(x.size(3), x.size(0), x.size(1), x.size(2)).transpose(1, 2, 3, 0);
        return image.linear(range.width() / WHITE, range.low());
    }

    /** How many numbers of each line, in all parts of the batch, lie in each bin. */
    private static Var counts(LayerContext context, Var numbers, int bins) {
        Var ones = numbers.recorder().fill(numbers.type(), 1);
        Var counts = ones.apply(new ScatterAlong(bins), ids(numbers, bins - 1));
        return context.parts() == 1 ? counts : context.ofAllParts(counts).sum(0);
    }

    private static Var ids(Var numbers, int last) {
        return numbers.clip(0, last).cast(DType.INT32);
    }

    /** The number that each bin becomes: its share of those above the least. */
    private static Var equalizing(Var counts) {
        Var below = counts.cumulativeSum(1);
        Var all = below.max(true, 1);
        Var least = below.where(below.greater(0), all).min(true, 1);
        Var others = all.minus(least);
        Var shares = below.minus(least).times(WHITE).dividedBy(others.plus(others.equalTo(0)));
        return shares.round().clip(0, WHITE);
    }
}
