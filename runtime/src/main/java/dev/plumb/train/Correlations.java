package dev.plumb.train;

import dev.plumb.ops.Var;

/** How numbers move with their targets along the last axis, in ops, by the formulas of Keras 3: one value a sample. */
final class Correlations {
    /** Keras' own. */
    private static final float EPSILON = 1e-7f;

    private Correlations() {}

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
