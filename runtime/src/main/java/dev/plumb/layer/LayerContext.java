package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.ops.RandomOps;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;

/** What a layer's code may ask for while it is traced. */
public interface LayerContext extends RandomOps {

    /** Whether this is a training step: dropout drops, batch normalization uses the batch. */
    boolean training();

    /** Whether the layer's weights are trained; a frozen batch normalization does not use the batch even in training. */
    boolean trainable();

    /**
     * A weight of the layer by the name that its spec gave it, {@code kernel}.
     *
     * @throws IllegalArgumentException if the layer has no such weight
     */
    Var weight(String name);

    /**
     * A weight that the code of the layer declares. It is made when the model is, and each further call gives the same.
     *
     * @throws IllegalArgumentException if it was declared otherwise, or only now that the model exists
     */
    Var weight(Weight declared);

    /**
     * A trained weight that the code of the layer declares.
     *
     * @param name within the layer: {@code kernel}
     * @param shape sizes; none depends on the batch or on a symbolic axis
     * @param initializer how it starts
     * @throws IllegalArgumentException if it was declared with another shape or start, or only now that the model exists
     */
    default Var weight(String name, List<Integer> shape, Init.Spec initializer) {
        return weight(declaration(name, shape, initializer));
    }

    /** A trained weight that the code of the layer declares; see {@link #weight(String, List, Init.Spec)}. */
    default Var weight(String name, List<Integer> shape, Initializer initializer) {
        return weight(name, shape, Init.Spec.of(initializer));
    }

    /**
     * A trained weight with a penalty that is added to the loss and a constraint that is enforced after each step; see {@link #weight(String, List,
     * Init.Spec)}.
     */
    default Var weight(
            String name,
            List<Integer> shape,
            Init.Spec initializer,
            Regularizer.Spec regularizer,
            Constraint.Spec constraint) {
        Weight.Settings settings = new Weight.Settings("", initializer, regularizer, constraint);
        return weight(Weight.of(name, sizes(shape), settings));
    }

    /**
     * A value that moves in training and is saved, but not trained: moving statistics, a counter. {@link #assign} moves it.
     *
     * @param shape as of a weight
     * @param initializer how it starts
     */
    default Var state(String name, List<Integer> shape, Initializer initializer) {
        return weight(declaration(name, shape, Init.Spec.of(initializer)).notTrainable());
    }

    private static Weight declaration(String name, List<Integer> shape, Init.Spec initializer) {
        return Weight.of(name, sizes(shape), Weight.Settings.of("", initializer));
    }

    private static Shape sizes(List<Integer> shape) {
        return Shape.of(shape.stream().mapToLong(Integer::longValue).toArray());
    }

    /**
     * A layer, block or model as a part of this layer: its weights lie under its name. Called twice, with one name or one object, it shares them.
     *
     * @param layer built in, or the user's own: {@code Layers.dense(64)}
     */
    default InnerLayer layer(String name, LayerSpec layer) {
        return new InnerLayer(this, name, layer);
    }

    /** An input that the signature says may be left out, by its role. */
    default Optional<Var> optional(String role) {
        return Optional.empty();
    }

    /** An input that the signature says may be left out, by its index. */
    default Optional<Var> optional(int input) {
        return Optional.empty();
    }

    /**
     * Adds to the loss of each step, in training and evaluation.
     *
     * @param loss one number: {@code x.square().mean()}
     * @throws IllegalArgumentException if it has axes
     */
    void addLoss(Var loss);

    /**
     * Gives a weight that is not trained a new value: moving statistics. It gets it together with the trained weights, after the step, if
     * the step is taken: one with a loss that is no number is not.
     */
    void assign(String weight, Var value);

    /**
     * Gives a trained weight a new value, which this step computes with and the optimizer moves on: a projection of the weight. The gradient for the new value is
     * that of the weight; none flows back the way the value was computed. The weight gets it with the step, if the step is taken. A frozen layer keeps its weight.
     *
     * @param value of the weight's type; the same in all parts of a batch, so it follows from weights
     * @return what the layer is to compute with, which {@link #weight(String)} gives from now on
     * @throws IllegalArgumentException if the weight is not trained: then {@link #assign} moves it
     * @throws UnsupportedOperationException if this context is one of a user's tests, which does not have it
     */
    default Var replace(String weight, Var value) {
        throw new UnsupportedOperationException(getClass().getName() + " does not replace weights");
    }

    /**
     * What a stateful layer keeps of each example from one batch to the next, as the batch before left it: zeros at first. No gradient goes further back.
     *
     * @param name within the layer: {@code state}
     * @param shape with the batch axis
     * @throws UnsupportedOperationException if this context is one of a layer in code, or of a user's tests, or of a call that nothing is kept of
     */
    default Var carried(String name, List<Integer> shape) {
        throw new UnsupportedOperationException(getClass().getName() + " keeps nothing from one batch to the next");
    }

    /** Gives what is {@link #carried} its value after this batch. */
    default void carry(String name, Var value) {
        throw new UnsupportedOperationException(getClass().getName() + " keeps nothing from one batch to the next");
    }

    /**
     * Random zeros with probability {@code rate}, otherwise 1 / (1 - rate): another draw each step, the same for the same seed.
     *
     * @param shape with the batch axis
     */
    Var dropoutMask(double rate, List<Integer> shape);

    /**
     * Into how many equal parts the batch of this step is divided, of which this is one; usually 1. A built-in layer that asks takes care that what it keeps of the batch is
     * the same in all parts: see {@link #ofAllParts}.
     */
    default int parts() {
        return 1;
    }

    /** What a value is in each part of the batch, along a new first axis: for sums and moments over all examples. */
    default Var ofAllParts(Var value) {
        return value.expandDims(0);
    }

    /** The mask of an input, 1 for valid steps and 0 for padding, of shape (batch, time, …), if it has one. */
    Optional<Var> mask(int input);

    /** Whether the mask of the first input was given to the layer as an input, in place of one that has travelled with it. */
    default boolean isMaskGiven() {
        return false;
    }

    /** States the mask of the layer's output, where it is not simply that of its input. */
    void maskOutput(Var mask);

    /** States the mask of the layer's output: (batch, time, …), 1 for valid steps and 0 for padding. Its layer supports masking. */
    default void outputMask(Var mask) {
        maskOutput(mask);
    }

    /**
     * States that the layer's output is this activation of these logits: lets cross-entropies work on the logits, which is exact where
     * probabilities round to 0 or 1.
     */
    void logits(Var output, ActivationFunction activation, Var logits);
}
