package dev.plumb.train;

import dev.plumb.ops.Var;

/** A loss of several outputs, or one without a target. */
@FunctionalInterface
public interface ModelLoss {
    /** One value a sample, whose mean is taken, or a scalar. */
    Var of(BatchValues values);
}
