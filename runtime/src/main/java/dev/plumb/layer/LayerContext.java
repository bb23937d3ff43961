package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;

/** What a layer's code may ask for while it is traced. */
public interface LayerContext {

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
     * Gives a weight that is not trained a new value: moving statistics. It gets it together with the trained weights, after the step, if
     * the step is taken: one with a loss that is no number is not.
     */
    void assign(String weight, Var value);

    /**
     * Random zeros with probability {@code rate}, otherwise 1 / (1 - rate): another draw each step, the same for the same seed.
     *
     * @param shape with the batch axis
     */
    Var dropoutMask(double rate, List<Integer> shape);

    /** The mask of an input, 1 for valid steps and 0 for padding, of shape (batch, time, …), if it has one. */
    Optional<Var> mask(int input);

    /** Whether the mask of the first input was given to the layer as an input, in place of one that has travelled with it. */
    default boolean isMaskGiven() {
        return false;
    }

    /** States the mask of the layer's output, where it is not simply that of its input. */
    void maskOutput(Var mask);

    /**
     * States that the layer's output is this activation of these logits: lets cross-entropies work on the logits, which is exact where
     * probabilities round to 0 or 1.
     */
    void logits(Var output, ActivationFunction activation, Var logits);
}
