package dev.plumb.train;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.ops.Var;
import java.util.Optional;

/**
 * An output of a model as losses and metrics see it.
 *
 * @param value (batch, …)
 * @param activation what made it of the logits, if that is known
 * @param logits what it was before the activation; the value itself if there was none
 * @param mask 1 for valid steps, (batch, time), if a mask has come this far
 */
public record Prediction(Var value, ActivationFunction activation, Var logits, Optional<Var> mask) {

    /** An output that nothing more is known of. */
    public static Prediction of(Var value) {
        return new Prediction(value, ActivationFunction.LINEAR, value, Optional.empty());
    }
}
