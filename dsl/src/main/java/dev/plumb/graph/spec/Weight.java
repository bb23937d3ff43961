package dev.plumb.graph.spec;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.shape.Shape;
import java.util.List;

/**
 * One weight of a layer, in the layer's own namespace ({@code kernel}, {@code bias}).
 *
 * @param name the name as Keras spells it
 * @param shape fully known sizes; convolution kernels are (height, width, input channels, filters)
 * @param initializer what it starts as
 * @param trainable whether gradient descent moves it; moving statistics are not trainable
 * @param regularizer the penalty on it, possibly none
 * @param constraint what is enforced after each step, possibly nothing
 * @param parts how the parts along the first axis start, each with a draw of its own; empty if all start as the initializer says
 * @param fans what the initializer scales by
 */
public record Weight(
        String name,
        Shape shape,
        Init.Spec initializer,
        boolean trainable,
        Regularizer.Spec regularizer,
        Constraint.Spec constraint,
        Fans fans,
        List<Part> parts) {

    public Weight {
        parts = List.copyOf(parts);
    }

    /** So many indices of the first axis that start by one initializer. */
    public record Part(long size, Init.Spec initializer) {}

    /** A trainable weight without regularizer and constraint. */
    public static Weight of(String name, Shape shape, Init.Spec initializer) {
        return of(name, shape, initializer, Regularizer.Spec.NONE, Constraint.Spec.NONE);
    }

    /** A trainable weight. */
    public static Weight of(
            String name, Shape shape, Init.Spec initializer, Regularizer.Spec regularizer, Constraint.Spec constraint) {
        return new Weight(name, shape, initializer, true, regularizer, constraint, Fans.of(shape), List.of());
    }

    /** The same weight, moved by the layer itself and not by the optimizer. */
    public Weight notTrainable() {
        return new Weight(name, shape, initializer, false, regularizer, constraint, fans, parts);
    }

    /** The same weight whose parts along the first axis start differently. */
    public Weight startingAs(Part... others) {
        return new Weight(name, shape, initializer, trainable, regularizer, constraint, fans, List.of(others));
    }

    /** The same weight under a name that says whose it is: {@code forward/kernel}. */
    public Weight within(String owner) {
        return new Weight(owner + "/" + name, shape, initializer, trainable, regularizer, constraint, fans, parts);
    }

    /** The same weight with fans of its own: for kernels whose axes do not lie as {@link Fans#of} expects. */
    public Weight withFans(long in, long out) {
        return new Weight(name, shape, initializer, trainable, regularizer, constraint, new Fans(in, out), parts);
    }

    /** The number of its elements. */
    public long parameters() {
        return shape.elements().size();
    }
}
