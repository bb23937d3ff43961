package dev.plumb.train;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Metric;
import dev.plumb.ops.Var;

/** The metrics of Keras 3 in ops. */
public final class SampleMetrics {
    private static final float THRESHOLD = 0.5f;

    private SampleMetrics() {}

    /** The metric that {@link Metric#ACCURACY} stands for, by the rule of Keras: from the shapes of output and targets alone. */
    public static Metric resolved(Metric metric, Var prediction, boolean sparseTargets) {
        if (metric != Metric.ACCURACY) {
            return metric;
        }
        if (prediction.rank() == 1 || prediction.size(-1) == 1) {
            return Metric.BINARY_ACCURACY;
        }
        return sparseTargets ? Metric.SPARSE_CATEGORICAL_ACCURACY : Metric.CATEGORICAL_ACCURACY;
    }

    /** One value a sample, to be averaged: the last axis of the output is gone. */
    public static Var perSample(Metric metric, Prediction prediction, Var target, boolean sparseTargets) {
        Var value = prediction.value();
        return switch (resolved(metric, value, sparseTargets)) {
            case BINARY_ACCURACY -> meanOfLast(value.greater(THRESHOLD).equalTo(target));
            case CATEGORICAL_ACCURACY, SPARSE_CATEGORICAL_ACCURACY -> {
                Var truth = sparseTargets ? target : target.argMax();
                yield scores(prediction).argMax().cast(DType.FLOAT32).equalTo(truth.cast(DType.FLOAT32));
            }
            case MSE -> meanOfLast(value.minus(target).square());
            case MAE -> meanOfLast(value.minus(target).abs());
            case ACCURACY -> throw new AssertionError("accuracy is resolved above");
        };
    }

    /** What has its largest value where the prediction has: the logits of a softmax spare computing it. */
    private static Var scores(Prediction prediction) {
        return prediction.activation() == ActivationFunction.SOFTMAX ? prediction.logits() : prediction.value();
    }

    private static Var meanOfLast(Var values) {
        return values.rank() == 1 ? values : values.mean(-1);
    }
}
