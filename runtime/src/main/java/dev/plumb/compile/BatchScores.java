package dev.plumb.compile;

/** The loss and metrics of one batch. Outputs go by their place among those that are trained. */
public interface BatchScores {
    /** The total loss of the batch: weighted, with penalties. */
    float loss();

    /** The loss of one output, unweighted. */
    float loss(int output);

    /** The loss of that place among those that are added to the losses of the outputs, unweighted. */
    float addedLoss(int index);

    /** How many arrays a metric sums up. */
    int sums(int output, int metric);

    /** The number of elements of one of them. */
    int size(int output, int metric, int sum);

    /**
     * Adds the elements of one of them to what was added before. Allocates nothing in a prepared step.
     *
     * @param from the place of the first one there
     */
    void addTo(double[] totals, int from, int output, int metric, int sum);
}
