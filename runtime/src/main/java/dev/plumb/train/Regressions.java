package dev.plumb.train;

import dev.plumb.ops.Var;

/** How near numbers come to their targets, in ops, by the formulas of Keras 3: one value a sample. */
final class Regressions {
    /** Keras' own. */
    private static final float EPSILON = 1e-7f;

    private static final float LN_2 = (float) Math.log(2);

    private Regressions() {}

    static Var squared(Prediction prediction, Var target) {
        return Targets.meanOfLast(prediction.value().minus(target).square());
    }

    static Var absolute(Prediction prediction, Var target) {
        return Targets.meanOfLast(prediction.value().minus(target).abs());
    }

    static Var percentage(Prediction prediction, Var target) {
        Var share = target.minus(prediction.value()).dividedBy(target.abs().maximum(EPSILON));
        return Targets.meanOfLast(share.abs()).times(100);
    }

    static Var squaredLogarithmic(Prediction prediction, Var target) {
        return Targets.meanOfLast(
                logarithm(prediction.value()).minus(logarithm(target)).square());
    }

    private static Var logarithm(Var value) {
        return value.maximum(EPSILON).plus(1).log();
    }

    /** {@code ln(cosh(x)) = x + softplus(-2 x) - ln 2} does not overflow. */
    static Var logCosh(Prediction prediction, Var target) {
        Var error = prediction.value().minus(target);
        return Targets.meanOfLast(error.plus(error.times(-2).softplus()).minus(LN_2));
    }

    static Var cosine(Prediction prediction, Var target) {
        return unit(prediction.value()).times(unit(target)).sum(-1);
    }

    /** Of length 1 along the last axis; zeros stay. */
    private static Var unit(Var value) {
        return value.times(value.square().sum(true, -1).rsqrt().minimum(1e12f));
    }

    static Var pearson(Prediction prediction, Var target) {
        return standard(target).times(standard(prediction.value())).mean(-1);
    }

    private static Var standard(Var value) {
        Var centred = value.minus(value.mean(true, -1));
        return centred.dividedBy(centred.standardDeviation(true, -1));
    }

    static Var concordance(Prediction prediction, Var target) {
        Var value = prediction.value();
        Var mean = value.mean(true, -1);
        Var targetMean = target.mean(true, -1);
        Var covariance = target.minus(targetMean).times(value.minus(mean)).mean(true, -1);
        Var distance = target.variance(true, -1)
                .plus(value.variance(true, -1))
                .plus(targetMean.minus(mean).square());
        return covariance.times(2).dividedBy(distance.plus(EPSILON)).squeeze(-1);
    }
}
