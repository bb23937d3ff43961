package dev.plumb.train.loss;

import dev.plumb.ops.Var;

/** Losses of scores that are to lie on the right side of a margin, by the formulas of Keras 3. */
public final class Hinges {
    private Hinges() {}

    /** mean max(0, 1 - y p). */
    public static Var hinge(Var value, Var target) {
        return Distances.meanOfLast(margin(value, target));
    }

    /** mean max(0, 1 - y p)^2. */
    public static Var squared(Var value, Var target) {
        return Distances.meanOfLast(margin(value, target).square());
    }

    /** max(0, 1 + max (1 - y) p - sum y p): the best of the wrong scores is to be 1 less than the right one. */
    public static Var categorical(Var value, Var target) {
        Var right = target.times(value).sum(-1);
        Var best = target.linear(-1, 1).times(value).max(-1);
        return best.minus(right).plus(1).relu();
    }

    private static Var margin(Var value, Var target) {
        return signed(target).times(value).linear(-1, 1).relu();
    }

    /** Targets of 0 and 1 become -1 and 1, if all of the batch are such. */
    private static Var signed(Var target) {
        Var binary = target.equalTo(0).or(target.equalTo(1)).min();
        return target.plus(target.minus(1).times(binary));
    }
}
