package dev.plumb.train.loss;

import dev.plumb.ops.Var;

/** How far numbers are from their targets: the mean over the last axis, by the formulas of Keras 3. */
public final class Distances {
    /** Keras' epsilon. */
    private static final float EPSILON = 1e-7f;

    private Distances() {}

    /** (p - y)^2. */
    public static Var squared(Var value, Var target) {
        return meanOfLast(value.minus(target).square());
    }

    /** |p - y|. */
    public static Var absolute(Var value, Var target) {
        return meanOfLast(value.minus(target).abs());
    }

    /** |p - y| as a percentage of |y|, which is taken to be 1e-7 at least. */
    public static Var percentage(Var value, Var target) {
        Var size = target.abs().clip(EPSILON, Float.MAX_VALUE);
        return meanOfLast(target.minus(value).dividedBy(size).abs()).times(100);
    }

    /** The square of the distance of ln(1 + p) from ln(1 + y); numbers below 1e-7 count as that. */
    public static Var squaredLogarithmic(Var value, Var target) {
        return meanOfLast(logarithm(value).minus(logarithm(target)).square());
    }

    private static Var logarithm(Var x) {
        return x.clip(EPSILON, Float.MAX_VALUE).plus(1).log();
    }

    /** Half the square up to a distance of delta, linear from there on: P. J. Huber 1964, "Robust Estimation of a Location Parameter". */
    public static Var huber(Var value, Var target, float delta) {
        Var distance = value.minus(target).abs();
        Var inner = distance.square().times(0.5f);
        Var outer = distance.linear(delta, -0.5f * delta * delta);
        return meanOfLast(inner.where(distance.lessOrEqual(delta), outer));
    }

    /** ln cosh(p - y), as e + softplus(-2 e) - ln 2, which cannot overflow. */
    public static Var logCosh(Var value, Var target) {
        Var error = value.minus(target);
        return meanOfLast(error.plus(error.times(-2).softplus()).minus((float) Math.log(2)));
    }

    /** p - y ln p: the negative logarithm of a Poisson distribution of mean p at y, but for what does not depend on p. */
    public static Var poisson(Var value, Var target) {
        return meanOfLast(value.minus(target.times(value.plus(EPSILON).log())));
    }

    /** The mean of the last axis; numbers that have none but that of the batch are their own. */
    static Var meanOfLast(Var values) {
        return values.rank() == 1 ? values : values.mean(-1);
    }
}
