package dev.plumb.train;

import dev.plumb.ops.Var;

/** Numbers that a rule finds out about a whole weight, as scalars. */
final class Norms {
    private Norms() {}

    /** The root of the sum of squares. */
    static Var euclidean(Var array) {
        return flat(array).square().sum().sqrt();
    }

    /** The root of the mean of squares. */
    static Var rootMeanSquare(Var array) {
        return flat(array).square().mean().sqrt();
    }

    private static Var flat(Var array) {
        return array.reshape(array.type().elements());
    }
}
