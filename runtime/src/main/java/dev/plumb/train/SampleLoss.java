package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import java.util.Optional;

/** What training minimises on an output, in ops: one value a sample. */
public interface SampleLoss {

    /** The name in messages, as Keras spells it. */
    String name();

    /** Whether targets are class indices (int32, without the output's last axis) rather than arrays of the output's shape. */
    boolean hasSparseTargets();

    /** How the language states it, if it can: then it is known which outputs it fits. */
    default Optional<Loss.Spec> stated() {
        return Optional.empty();
    }

    /** Which loss of the language it is, if it is one: then it is known what numbers its targets may be. */
    default Optional<LossFunction> function() {
        return stated().map(Loss.Spec::value);
    }

    /** One value a sample: the last axis of the output is gone. The trainer averages them. */
    Var perSample(Prediction prediction, Var target);
}
