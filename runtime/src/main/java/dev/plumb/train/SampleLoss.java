package dev.plumb.train;

import dev.plumb.ops.Var;

/** What training minimises on an output, in ops: one value a sample. */
public interface SampleLoss {

    /** The name in messages, as Keras spells it. */
    String name();

    /** Whether targets are class indices (int32, without the output's last axis) rather than arrays of the output's shape. */
    boolean hasSparseTargets();

    /** One value a sample: the last axis of the output is gone. The trainer averages them. */
    Var perSample(Prediction prediction, Var target);
}
