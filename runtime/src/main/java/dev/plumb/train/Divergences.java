package dev.plumb.train;

import dev.plumb.ops.Var;

/** Losses of classes and counts as metrics, in ops, by the formulas of Keras 3: one value a sample. */
final class Divergences {
    /** Keras' own. */
    private static final float EPSILON = 1e-7f;

    private Divergences() {}

    static Var kullbackLeibler(Prediction prediction, Var target) {
        Var truth = Targets.likeOutput(prediction, target).clip(EPSILON, 1);
        return truth.times(truth.dividedBy(prediction.value().clip(EPSILON, 1)).log())
                .sum(-1);
    }

    static Var poisson(Prediction prediction, Var target) {
        Var value = prediction.value();
        return Targets.meanOfLast(value.minus(target.times(value.plus(EPSILON).log())));
    }

    static Var hinge(Prediction prediction, Var target) {
        return Targets.meanOfLast(shortfall(prediction, target));
    }

    static Var squaredHinge(Prediction prediction, Var target) {
        return Targets.meanOfLast(shortfall(prediction, target).square());
    }

    /** How much is lacking to a margin of 1. */
    private static Var shortfall(Prediction prediction, Var target) {
        Var labels = signs(Targets.likeOutput(prediction, target));
        return labels.times(prediction.value()).subtractedFrom(1).relu();
    }

    /** Targets that are all 0 and 1 as -1 and 1, as in Keras. */
    private static Var signs(Var target) {
        Var binary = target.equalTo(0).or(target.equalTo(1)).min();
        return target.plus(binary.times(target.minus(1)));
    }

    static Var categoricalHinge(Prediction prediction, Var target) {
        Var labels = Targets.likeOutput(prediction, target);
        Var right = labels.times(prediction.value()).sum(-1);
        Var wrong = labels.subtractedFrom(1).times(prediction.value()).max(-1);
        return wrong.minus(right).plus(1).relu();
    }
}
