package dev.plumb.dsl;

/** What is reported beside the loss, averaged over samples. */
public enum Metric {
    /** Binary, categorical or sparse categorical accuracy, chosen from the shapes of output and targets as Keras does. */
    ACCURACY("accuracy"),
    /** Share of elements where (prediction &gt; 0.5) equals the target. */
    BINARY_ACCURACY("binary_accuracy"),
    /** Share of samples whose largest prediction is at the largest target. */
    CATEGORICAL_ACCURACY("categorical_accuracy"),
    /** Share of samples whose largest prediction is at the class index. */
    SPARSE_CATEGORICAL_ACCURACY("sparse_categorical_accuracy"),
    /** Mean squared error. */
    MSE("mean_squared_error"),
    /** Mean absolute error. */
    MAE("mean_absolute_error");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    /** The name in logs, as Keras spells it: {@code accuracy}. */
    public String label() {
        return label;
    }
}
