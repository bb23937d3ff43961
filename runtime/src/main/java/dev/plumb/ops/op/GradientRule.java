package dev.plumb.ops.op;

import java.util.List;

/**
 * Somebody's own rule for a gradient, in the variables of whoever records the ops.
 *
 * @param <V> the variables
 */
@FunctionalInterface
public interface GradientRule<V> {

    /** From the gradient of a result to the gradient of each operand, of the operand's type. */
    List<V> apply(V gradient);
}
