package dev.plumb.train;

import dev.plumb.dsl.Measure;
import java.util.List;
import java.util.Objects;

/**
 * How one output is trained.
 *
 * @param output its name
 * @param weight the factor of its loss in the total
 * @param metrics what is reported beside its loss: constants of {@link dev.plumb.dsl.Metric} and {@link TrainingMetrics}
 */
public record OutputTraining(String output, SampleLoss loss, double weight, List<? extends Measure> metrics) {
    public OutputTraining {
        Objects.requireNonNull(output, "the name of the output is null");
        Objects.requireNonNull(loss, () -> "the loss of '" + output + "' is null: take one of Losses");
        Objects.requireNonNull(metrics, () -> "the metrics of '" + output + "' are null: List.of() is none");
        metrics = List.copyOf(metrics);
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException("the loss weight of '" + output + "' must be finite, found " + weight);
        }
    }

    /** The metrics with what computes them, in the same order. */
    public List<TrainingMetric> trainingMetrics() {
        return metrics.stream().map(TrainingMetric::of).toList();
    }
}
