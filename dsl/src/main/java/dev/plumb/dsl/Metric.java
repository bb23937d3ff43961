package dev.plumb.dsl;

import java.util.Locale;

/** What is reported beside the loss, averaged over samples. */
public enum Metric {
    /** Binary, categorical or sparse categorical accuracy, chosen from the shapes of output and targets as Keras does. */
    ACCURACY,
    /** Share of elements where (prediction &gt; 0.5) equals the target. */
    BINARY_ACCURACY,
    /** Share of samples whose largest prediction is at the largest target. */
    CATEGORICAL_ACCURACY,
    /** Share of samples whose largest prediction is at the class index. */
    SPARSE_CATEGORICAL_ACCURACY,
    /** Mean squared error. */
    MEAN_SQUARED_ERROR,
    /** Mean absolute error. */
    MEAN_ABSOLUTE_ERROR;

    /** The name in logs, as Keras spells it: {@code accuracy}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
