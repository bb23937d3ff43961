package dev.plumb.dsl;

/**
 * What is reported beside the loss, with the formulas and defaults of Keras 3. Those that have options have them in a program, as factories of
 * {@code dev.plumb.train.TrainingMetrics}. Class indices as targets are one-hot rows to those that compare element by element with 0 and 1.
 */
public enum Metric implements Measure {
    /** Binary, categorical or sparse categorical accuracy, chosen from the shapes of output and targets as Keras does. */
    ACCURACY("accuracy"),
    /** Share of elements where (prediction &gt; 0.5) equals the target. */
    BINARY_ACCURACY("binary_accuracy"),
    /** Share of samples whose largest prediction is at the largest target. */
    CATEGORICAL_ACCURACY("categorical_accuracy"),
    /** Share of samples whose largest prediction is at the class index. */
    SPARSE_CATEGORICAL_ACCURACY("sparse_categorical_accuracy"),
    /** Share of samples whose largest target is among the 5 largest predictions. */
    TOP_K_CATEGORICAL_ACCURACY("top_k_categorical_accuracy"),
    /** Share of samples whose class index is among those of the 5 largest predictions. */
    SPARSE_TOP_K_CATEGORICAL_ACCURACY("sparse_top_k_categorical_accuracy"),

    /** Area under the curve of true over false positives, at 200 thresholds. */
    AUC("auc"),
    /** Share of what is predicted, above 0.5, that is there: TP / (TP + FP). */
    PRECISION("precision"),
    /** Share of what is there that is predicted, above 0.5: TP / (TP + FN). */
    RECALL("recall"),
    /** Number of elements that are predicted, above 0.5, and there. */
    TRUE_POSITIVES("true_positives"),
    /** Number of elements that are neither predicted, above 0.5, nor there. */
    TRUE_NEGATIVES("true_negatives"),
    /** Number of elements that are predicted, above 0.5, and not there. */
    FALSE_POSITIVES("false_positives"),
    /** Number of elements that are there and not predicted. */
    FALSE_NEGATIVES("false_negatives"),
    /**
     * Harmonic mean of precision and recall for each class; logged is the mean over classes. Predicted is the class of the largest value; of an output of one
     * value, what is above 0.5.
     */
    F1_SCORE("f1_score"),

    /** Intersection over union of each class, averaged over the classes. */
    MEAN_IOU("mean_io_u"),
    /** Intersection over union of what is above 0.5 and of what is not, averaged. */
    BINARY_IOU("binary_io_u"),
    /** How often samples of a class are taken for another one: a table; logged is the share on its diagonal. */
    CONFUSION_MATRIX("confusion_matrix"),

    /** Mean squared error. */
    MSE("mean_squared_error"),
    /** Mean absolute error. */
    MAE("mean_absolute_error"),
    /** Root of the mean squared error over all samples. */
    RMSE("root_mean_squared_error"),
    /** Mean absolute error in percent of the target. */
    MAPE("mean_absolute_percentage_error"),
    /** Mean squared difference of ln(1 + x). */
    MSLE("mean_squared_logarithmic_error"),
    /** Mean of ln(cosh(error)). */
    LOG_COSH_ERROR("logcosh"),
    /** Share of the variance of the targets that is explained, averaged over the values of an output. */
    R2_SCORE("r2_score"),
    /** Cosine of prediction and target along the last axis: 1 for the same direction, unlike the loss of that name. */
    MEAN_COSINE_SIMILARITY("cosine_similarity"),
    /** Pearson's correlation of prediction and target along the last axis, averaged over samples. */
    PEARSON_CORRELATION("pearson_correlation"),
    /** Lin's concordance of prediction and target along the last axis, averaged over samples. */
    CONCORDANCE_CORRELATION("concordance_correlation"),

    /** Mean binary cross-entropy, from probabilities. */
    BCE("binary_crossentropy"),
    /** Mean categorical cross-entropy of one-hot targets, from probabilities. */
    CCE("categorical_crossentropy"),
    /** Mean categorical cross-entropy of class indices, from probabilities. */
    SCCE("sparse_categorical_crossentropy"),
    /** Mean Kullback-Leibler divergence of distributions. */
    KLD("kl_divergence"),
    /** Mean Poisson loss of counts. */
    MEAN_POISSON("poisson"),
    /** Mean hinge loss; targets of 0 and 1 are taken for -1 and 1. */
    MEAN_HINGE("hinge"),
    /** Mean squared hinge loss; targets of 0 and 1 are taken for -1 and 1. */
    MEAN_SQUARED_HINGE("squared_hinge"),
    /** Mean categorical hinge loss of one-hot targets. */
    MEAN_CATEGORICAL_HINGE("categorical_hinge");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
