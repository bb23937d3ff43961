package dev.plumb.graph.spec;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.shape.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * One weight of a layer, in the layer's own namespace ({@code kernel}, {@code bias}).
 *
 * @param name the name as Keras spells it
 * @param shape fully known sizes; convolution kernels are (height, width, input channels, filters)
 * @param settings what its layer states about it
 * @param trainable whether gradient descent moves it; moving statistics are not trainable
 * @param parts how the parts along the first axis start, each with a draw of its own; empty if all start as the initializer says
 * @param fans what the initializer scales by
 * @param start the numbers that it starts as, where they are no draw of an initializer
 */
public record Weight(
        String name,
        Shape shape,
        Settings settings,
        boolean trainable,
        Fans fans,
        List<Part> parts,
        Optional<Start> start) {

    public Weight {
        parts = List.copyOf(parts);
    }

    /** Numbers that follow from what a layer states. A value: equal ones write the same. */
    public interface Start {
        /** Writes all elements of the weight, row by row. */
        void write(FloatBuffer values);
    }

    /** So many indices of the first axis that start by one initializer. */
    public record Part(long size, Init.Spec initializer) {}

    /**
     * What the attributes of a layer state about one of its weights.
     *
     * @param attribute the name of the attribute that states the initializer
     * @param initializer what the weight starts as
     * @param regularizer the penalty on it, possibly none
     * @param constraint what is enforced after each step, possibly nothing
     */
    public record Settings(
            String attribute, Init.Spec initializer, Regularizer.Spec regularizer, Constraint.Spec constraint) {

        /** An initializer without penalty and constraint. */
        public static Settings of(String attribute, Init.Spec initializer) {
            return new Settings(attribute, initializer, Regularizer.Spec.NONE, Constraint.Spec.NONE);
        }

        /** The name of the attribute that states the constraint: beside {@code kernelInitializer} it is {@code kernelConstraint}. */
        public String constraintAttribute() {
            return attribute.replaceFirst("Initializer$", "Constraint");
        }

        /** The same with a penalty. */
        public Settings regularizer(Regularizer.Spec other) {
            return new Settings(attribute, initializer, other, constraint);
        }

        /** The same with a constraint. */
        public Settings constraint(Constraint.Spec other) {
            return new Settings(attribute, initializer, regularizer, other);
        }
    }

    /** A trainable weight. */
    public static Weight of(String name, Shape shape, Settings settings) {
        return new Weight(name, shape, settings, true, Fans.of(shape), List.of(), Optional.empty());
    }

    /** A trainable weight that starts as certain numbers. */
    public static Weight startingAs(String name, Shape shape, Start start) {
        Settings settings = Settings.of("", Init.Spec.of(Initializer.ZEROS));
        return new Weight(name, shape, settings, true, Fans.of(shape), List.of(), Optional.of(start));
    }

    /** What it starts as. */
    public Init.Spec initializer() {
        return settings.initializer();
    }

    /** The penalty on it, possibly none. */
    public Regularizer.Spec regularizer() {
        return settings.regularizer();
    }

    /** What is enforced after each step, possibly nothing. */
    public Constraint.Spec constraint() {
        return settings.constraint();
    }

    /** The same weight, moved by the layer itself and not by the optimizer. */
    public Weight notTrainable() {
        return new Weight(name, shape, settings, false, fans, parts, start);
    }

    /** The same weight whose parts along the first axis start differently. */
    public Weight startingAs(Part... others) {
        return new Weight(name, shape, settings, trainable, fans, List.of(others), start);
    }

    /** The same weight under a name that says whose it is: {@code forward/kernel}. */
    public Weight within(String owner) {
        return new Weight(owner + "/" + name, shape, settings, trainable, fans, parts, start);
    }

    /** The same weight with fans of its own: for kernels whose axes do not lie as {@link Fans#of} expects. */
    public Weight withFans(long in, long out) {
        return new Weight(name, shape, settings, trainable, new Fans(in, out), parts, start);
    }

    /** The number of its elements. */
    public long parameters() {
        return shape.elements().size();
    }
}
