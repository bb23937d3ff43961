package dev.plumb.train;

import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import java.util.Optional;

/** What training minimises on an output, in ops: one value a sample. */
public interface SampleLoss {

    /** The name in messages, as Keras spells it. */
    String name();

    /** Whether targets are class indices (int32, without the output's last axis) rather than arrays of the output's shape. */
    boolean hasSparseTargets();

    /** Which loss of the language it is, if it is one: then it is known what numbers its targets may be. */
    default Optional<LossFunction> function() {
        return Optional.empty();
    }

    /** One value a sample: the last axis of the output is gone. The trainer averages them. */
    Var perSample(Prediction prediction, Var target);
}
