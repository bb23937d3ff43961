package dev.plumb.train;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.ops.Var;

/** The accuracies of Keras 3 in ops: one value a sample. */
final class Accuracies {
    private Accuracies() {}

    /** By the rule of Keras: which accuracy it is follows from the shapes of output and targets alone. */
    static Var resolved(Prediction prediction, Var target) {
        return Targets.isOneValue(prediction) ? binary(prediction, target, 0.5f) : categorical(prediction, target);
    }

    static Var binary(Prediction prediction, Var target, float threshold) {
        return Targets.meanOfLast(
                prediction.value().greater(threshold).equalTo(Targets.likeOutput(prediction, target)));
    }

    static Var categorical(Prediction prediction, Var target) {
        Var truth = Targets.classes(prediction, target).cast(DType.FLOAT32);
        return scores(prediction).argMax().cast(DType.FLOAT32).equalTo(truth);
    }

    /** 1 where fewer than {@code k} predictions are larger than that of the true class: those that equal it do not push it out. */
    static Var topK(Prediction prediction, Var target, int k) {
        Var value = prediction.value();
        if (Targets.isOneValue(prediction)) {
            throw new IllegalArgumentException(
                    "the " + k + " largest of several values are looked for, and the output is " + value.type()
                            + ": binaryAccuracy() is for one probability");
        }
        Var truth = value.pickLast(Targets.classes(prediction, target));
        Var larger = value.greater(truth.expandDims(-1)).sum(-1);
        return larger.less(k).times(truth.isFinite());
    }

    /** What has its largest value where the prediction has: the logits of a softmax spare computing it. */
    private static Var scores(Prediction prediction) {
        return prediction.activation() == ActivationFunction.SOFTMAX ? prediction.logits() : prediction.value();
    }
}
