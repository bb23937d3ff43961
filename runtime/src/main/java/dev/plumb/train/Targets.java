package dev.plumb.train;

import dev.plumb.dsl.DType;
import dev.plumb.ops.Var;

/** Targets in the form that a metric wants: it may stand beside any loss. */
final class Targets {
    private Targets() {}

    /** Whether they are class indices, without the last axis of the prediction. */
    static boolean areClasses(Prediction prediction, Var target) {
        return target.type().dtype() == DType.INT32
                && target.rank() < prediction.value().rank();
    }

    /** Targets of the shape of the prediction: one-hot rows for class indices. */
    static Var likeOutput(Prediction prediction, Var target) {
        return areClasses(prediction, target) ? target.oneHot(prediction.value().size(-1)) : target.cast(DType.FLOAT32);
    }

    /** Class indices, int32: where the largest target is. */
    static Var classes(Prediction prediction, Var target) {
        return areClasses(prediction, target) ? target : target.argMax();
    }

    /** Whether an output is one number a sample, and no choice among several. */
    static boolean isOneValue(Prediction prediction) {
        return prediction.value().rank() == 1 || prediction.value().size(-1) == 1;
    }

    /** The mean over the last axis, which a prediction of one number a sample may lack. */
    static Var meanOfLast(Var values) {
        return values.rank() == 1 ? values : values.mean(-1);
    }
}
