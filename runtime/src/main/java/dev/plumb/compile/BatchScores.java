package dev.plumb.compile;

/** The loss and metrics of one batch. Outputs go by their place among those that are trained. */
public interface BatchScores {
    /** The total loss of the batch: weighted, with penalties. */
    float loss();

    /** The loss of one output, unweighted. */
    float loss(int output);

    /** The loss of that place among those that are added to the losses of the outputs, unweighted. */
    float addedLoss(int index);

    /** The sum of a metric over the samples of the batch. */
    float metricSum(int output, int metric);

    /** The number of samples that it is the sum of. */
    float metricCount(int output, int metric);
}
