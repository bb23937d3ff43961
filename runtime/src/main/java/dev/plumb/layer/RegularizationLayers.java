package dev.plumb.layer;

import dev.plumb.dsl.layer.ActivityRegularizationLayer;
import dev.plumb.dsl.layer.AlphaDropoutLayer;
import dev.plumb.dsl.layer.DropoutLayer;
import dev.plumb.dsl.layer.GaussianDropoutLayer;
import dev.plumb.dsl.layer.GaussianNoiseLayer;
import dev.plumb.graph.rule.NoiseShapeSpec;
import dev.plumb.graph.rule.SpatialDropoutSpec;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Layers that act on the training only: noise, dropouts, penalties. */
final class RegularizationLayers {
    private RegularizationLayers() {}

    static Var dropout(DropoutLayer spec, LayerContext context, Var x) {
        return dropped(spec.value(), noiseShape(spec, x), context, x);
    }

    private static List<Integer> noiseShape(NoiseShapeSpec spec, Var x) {
        List<Integer> shape = new ArrayList<>(x.shape());
        for (int axis = 0; axis < spec.noiseShape().size(); axis++) {
            if (spec.noiseShape().get(axis) == 1) {
                shape.set(axis + 1, 1);
            }
        }
        return shape;
    }

    /**
     * Klambauer et al. 2017: dropped elements become the limit of SELU for large negative numbers; an affine map then gives a mean of 0 and a variance of 1 back
     * to what had them.
     */
    static Var alphaDropout(AlphaDropoutLayer spec, LayerContext context, Var x) {
        double rate = spec.value();
        if (!context.training() || rate == 0) {
            return x;
        }
        double limit = -Activations.SELU_ALPHA * Activations.SELU_SCALE;
        double scale = 1 / Math.sqrt((1 - rate) * (1 + rate * limit * limit));
        Var kept = context.dropoutMask(rate, noiseShape(spec, x)).greater(0);
        return x.where(kept, (float) limit).linear((float) scale, (float) (-scale * limit * rate));
    }

    static Var gaussianNoise(GaussianNoiseLayer spec, LayerContext context, Var x) {
        return !context.training() || spec.value() == 0 ? x : x.plus(context.randomNormal(x.shape(), 0, spec.value()));
    }

    static Var gaussianDropout(GaussianDropoutLayer spec, LayerContext context, Var x) {
        double deviation = Math.sqrt(spec.value() / (1 - spec.value()));
        return !context.training() || deviation == 0 ? x : x.times(context.randomNormal(x.shape(), 1, deviation));
    }

    /** A penalty for the mean example. */
    static Var activityRegularization(ActivityRegularizationLayer spec, LayerContext context, Var x) {
        float share = 1f / x.size(0);
        if (spec.l1() > 0) {
            context.addLoss(x.abs().sum().times((float) spec.l1() * share));
        }
        if (spec.l2() > 0) {
            context.addLoss(x.square().sum().times((float) spec.l2() * share));
        }
        return x;
    }

    /** One decision for each channel of each example. */
    static <S extends SpatialDropoutSpec> Lowering<S> spatialDropout() {
        return Lowering.unary((spec, context, x) -> {
            List<Integer> shape = new ArrayList<>(Collections.nCopies(x.rank(), 1));
            shape.set(0, x.size(0));
            shape.set(x.rank() - 1, x.size(-1));
            return dropped(spec.value(), shape, context, x);
        });
    }

    /** Drops in training, one decision for each element of this shape. */
    static Var dropped(double rate, List<Integer> noiseShape, LayerContext context, Var x) {
        if (!context.training() || rate == 0) {
            return x;
        }
        return rate == 1 ? x.times(0) : x.times(context.dropoutMask(rate, noiseShape));
    }
}
