package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Measure;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A number that is reported beside the loss. Of each batch it takes sums, as a part of the step; these are added over batches in double precision, and the
 * result is made of them, so that it does not depend on how the examples were divided. {@link TrainingMetrics} has those of Keras, and lambdas for the most
 * frequent kinds of one's own.
 */
public interface TrainingMetric extends Measure {

    /** Which way a value is better. */
    enum Direction {
        /** More is better: accuracies. */
        UP,
        /** Less is better: errors. */
        DOWN,
        /** Neither is known to be. */
        UNKNOWN
    }

    /**
     * What is added over the batches, in ops: arrays whose shapes do not depend on the number of samples.
     *
     * @param prediction (batch, …)
     * @param target of the shape of the prediction; int32 classes, without the last axis, beside a loss with sparse targets
     * @param weights one a sample, of the shape of the prediction without its last axis, (batch) if it has one axis only: where there is a mask, 0 for what
     *     is padding; the sample weights, if this {@link #isWeighted()}; empty if all weigh 1
     * @throws IllegalArgumentException if the metric does not apply to such a prediction
     */
    List<Var> sums(Prediction prediction, Var target, Optional<Var> weights);

    /** The number for the logs, of sums that were added. */
    double result(List<double[]> sums);

    /** All numbers of a metric that has several, in rows: a row for each true class, or a single row with a value for each class or threshold. */
    default double[][] table(List<double[]> sums) {
        return new double[][] {{result(sums)}};
    }

    /** Which way the result is better. */
    default Direction direction() {
        return Direction.UNKNOWN;
    }

    /** Whether samples count by their weights, as {@code weighted_metrics} of Keras. */
    default boolean isWeighted() {
        return false;
    }

    /** Which metric of the language it is, perhaps with other options: then it is known which outputs it fits. */
    default Optional<Metric> stated() {
        return Optional.empty();
    }

    /** Whether the sums of a batch are known to be those of its parts, so that threads may divide it. */
    default boolean isOfSamples() {
        return stated().isPresent();
    }

    /** As which loss of the language it measures an output, if it is one: then it fits where that loss does. */
    default Optional<Loss.Spec> statedLoss() {
        return Optional.empty();
    }

    /**
     * Refuses an output that this does not apply to when a trainer is made, before the first batch. What is not known here, {@link #sums} refuses.
     *
     * @param output its name
     * @param type without the axis of examples; sizes may be symbolic
     * @throws IllegalArgumentException that says what was expected
     */
    default void requireFit(String output, TensorType type) {}

    /** The same by another name in logs. */
    default TrainingMetric named(String label) {
        return new RelabelledMetric(this, label, isWeighted());
    }

    /** The same, counting samples by their weights. */
    default TrainingMetric weighted() {
        return new RelabelledMetric(this, label(), true);
    }

    /** A metric, whichever way it is said. */
    static TrainingMetric of(Measure measure) {
        Objects.requireNonNull(measure, "the metric is null");
        if (measure instanceof Metric constant) {
            return TrainingMetrics.of(constant);
        }
        if (measure instanceof TrainingMetric metric) {
            return metric;
        }
        throw new IllegalArgumentException("'" + measure.label() + "' is a "
                + measure.getClass().getName() + ": expected a constant of Metric or a TrainingMetric");
    }
}
