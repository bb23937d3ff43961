package dev.plumb.train;

import dev.plumb.dsl.Constraint;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Reduce;

/** The constraints of Keras 3 in ops. */
public final class Constraints {
    private static final float EPSILON = 1e-7f;

    private Constraints() {}

    /** The weight as the constraint wants it. */
    public static Var enforced(Constraint.Spec constraint, Var weight) {
        float upper = (float) constraint.upperNorm();
        float lower = (float) constraint.minValue();
        float rate = (float) constraint.rate();
        return switch (constraint.value()) {
            case NONE -> weight;
            case NON_NEG -> weight.relu();
            case UNIT_NORM -> weight.dividedBy(norm(constraint, weight).plus(EPSILON));
            case MAX_NORM -> {
                Var norm = norm(constraint, weight);
                yield weight.times(norm.clip(0, upper).dividedBy(norm.plus(EPSILON)));
            }
            case MIN_MAX_NORM -> {
                Var norm = norm(constraint, weight);
                Var wanted = norm.clip(lower, upper).times(rate).plus(norm.times(1 - rate));
                yield weight.times(wanted.dividedBy(norm.plus(EPSILON)));
            }
        };
    }

    private static Var norm(Constraint.Spec constraint, Var weight) {
        int[] axes = constraint.axis().stream().mapToInt(axis -> axis).toArray();
        return weight.square().reduce(Reduce.Function.SUM, true, axes).sqrt();
    }
}
