package dev.plumb.train;

/** How the values of the samples of a batch become its loss: {@code reduction} of Keras. */
public enum LossReduction {
    /** Their mean, the sum over their number: weights of samples do not count in the number, padding is left out of both. */
    SUM_OVER_BATCH_SIZE,
    /** Their sum. */
    SUM,
    /** The sum over the sum of the weights of the samples. */
    MEAN_WITH_SAMPLE_WEIGHT
}
