package dev.plumb.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.RandomGaussianBlurLayer;
import dev.plumb.dsl.layer.RandomSharpnessLayer;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.Window;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Convolution;
import java.util.List;

/** Layers that mix the pixels of images with those around them in training. */
final class BlurLayers {
    /** Shares of a pixel and its neighbours in a smooth image. */
    private static final float[] SMOOTH = {
        1 / 13f, 1 / 13f, 1 / 13f,
        1 / 13f, 5 / 13f, 1 / 13f,
        1 / 13f, 1 / 13f, 1 / 13f
    };

    /** Keras adds it to deviations, which may be 0. */
    private static final float SMALLEST_DEVIATION = 1e-6f;

    private BlurLayers() {}

    static Var sharpness(RandomSharpnessLayer spec, LayerContext context, Var x) {
        Var factor = Draws.each(context, x, Bounds.upTo(spec.value())).times(2);
        Var smooth = mixed(x, x.recorder().constant(SMOOTH), 3, 3);
        Var varied = x.plus(smooth.minus(x).times(factor.subtractedFrom(1)));
        return ValueRange.of(spec.valueRange()).clipped(varied);
    }

    static Var gaussian(RandomGaussianBlurLayer spec, LayerContext context, Var x) {
        Var isBlurred = Draws.isDrawn(context, x, spec.value());
        Var deviations = Draws.forAll(context, Bounds.upTo(spec.sigma()), 2).plus(SMALLEST_DEVIATION);
        int height = spec.kernelSize().get(0);
        int width = spec.kernelSize().get(spec.kernelSize().size() - 1);
        Var first = bell(height, deviations.get(0, 0));
        Var second = bell(width, deviations.get(0, 1));
        // Keras lays the product down by rows of the first and reads it by rows of the second.
        Var kernel = second.expandDims(1).times(first);
        Var blurred = mixed(x, kernel, height, width).where(isBlurred, x);
        return ValueRange.of(spec.valueRange()).clipped(blurred);
    }

    /** The shares of so many pixels by a normal distribution around the middle one. */
    private static Var bell(int size, Var deviation) {
        Var places = deviation.recorder().range(size).minus((size - 1) / 2f);
        Var heights = places.dividedBy(deviation).square().times(-0.5f).exp();
        return heights.dividedBy(heights.sum());
    }

    /** Each pixel as a mixture of those around it, of 0 outside of the image: the same for each channel. */
    static Var mixed(Var x, Var shares, int height, int width) {
        Window window = Window.of(2, List.of(height, width), List.of(1), List.of(1), Padding.SAME);
        int channels = x.size(3);
        Var kernel = shares.reshape(height, width, 1, 1).broadcastTo(height, width, 1, channels);
        return x.apply(new Convolution(Windows.over(window, x), channels), kernel);
    }
}
