package dev.plumb.train;

import dev.plumb.ops.Var;

/** Averages that keep a share of what they were. Two forms of one formula, which round differently: optimizers have that of Keras. */
final class MovingAverage {
    private MovingAverage() {}

    /** {@code kept · before + (1 - kept) · now}. */
    static Var weighted(Var before, Var now, double kept) {
        return before.times((float) kept).plus(now.times((float) (1 - kept)));
    }

    /** {@code before + (1 - kept) · (now - before)}. */
    static Var moved(Var before, Var now, double kept) {
        return now.minus(before).times((float) (1 - kept)).plus(before);
    }
}
