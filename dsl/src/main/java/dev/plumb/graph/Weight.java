package dev.plumb.graph;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Regularizer;

/**
 * One weight of a layer, in the layer's own namespace ({@code kernel}, {@code bias}).
 *
 * @param name the name as Keras spells it
 * @param shape fully known sizes; convolution kernels are (height, width, input channels, filters)
 * @param initializer what it starts as
 * @param trainable whether gradient descent moves it; moving statistics are not trainable
 * @param regularizer the penalty on it, possibly none
 * @param constraint what is enforced after each step, possibly nothing
 * @param fans what the initializer scales by
 */
public record Weight(
        String name,
        Shape shape,
        Init.Spec initializer,
        boolean trainable,
        Regularizer.Spec regularizer,
        Constraint.Spec constraint,
        Fans fans) {

    /** A trainable weight without regularizer and constraint. */
    public static Weight of(String name, Shape shape, Init.Spec initializer) {
        return of(name, shape, initializer, Regularizer.Spec.NONE, Constraint.Spec.NONE);
    }

    /** A trainable weight. */
    public static Weight of(
            String name, Shape shape, Init.Spec initializer, Regularizer.Spec regularizer, Constraint.Spec constraint) {
        return new Weight(name, shape, initializer, true, regularizer, constraint, Fans.of(shape));
    }

    /** The same weight, moved by the layer itself and not by the optimizer. */
    public Weight notTrainable() {
        return new Weight(name, shape, initializer, false, regularizer, constraint, fans);
    }

    /** The same weight with fans of its own: for kernels whose axes do not lie as {@link Fans#of} expects. */
    public Weight withFans(long in, long out) {
        return new Weight(name, shape, initializer, trainable, regularizer, constraint, new Fans(in, out));
    }

    /** The number of its elements. */
    public long parameters() {
        return shape.elements().size();
    }
}
