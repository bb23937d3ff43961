package dev.plumb.train.loss;

import dev.plumb.ops.Var;

/** How little two sets overlap, by the formulas of Keras 3. Without axes all of a batch is one set, and the loss a scalar. */
public final class Overlaps {
    private static final float EPSILON = 1e-7f;

    private Overlaps() {}

    /** 1 - 2 sum y p / (sum y + sum p). */
    public static Var dice(Var value, Var target, int... axes) {
        Var both = target.times(value).sum(axes).times(2);
        Var sizes = target.sum(axes).plus(value.sum(axes)).plus(EPSILON);
        return both.dividedBy(sizes).linear(-1, 1);
    }

    /**
     * 1 - sum y p / (sum y p + alpha sum y (1 - p) + beta sum (1 - y) p). Keras up to 3.15 has alpha and beta so; S. Salehi and others 2017,
     * "Tversky loss function for image segmentation", and later versions of Keras have them the other way round.
     */
    public static Var tversky(Var value, Var target, float alpha, float beta, int... axes) {
        Var both = target.times(value).sum(axes);
        Var missed = target.times(value.linear(-1, 1)).sum(axes);
        Var wrong = value.times(target.linear(-1, 1)).sum(axes);
        Var all = both.plus(missed.times(alpha)).plus(wrong.times(beta)).plus(EPSILON);
        return both.dividedBy(all).linear(-1, 1);
    }
}
