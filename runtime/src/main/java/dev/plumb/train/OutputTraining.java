package dev.plumb.train;

import dev.plumb.dsl.Metric;
import java.util.List;

/**
 * How one output is trained.
 *
 * @param output its name
 * @param weight the factor of its loss in the total
 */
public record OutputTraining(String output, SampleLoss loss, double weight, List<Metric> metrics) {
    public OutputTraining {
        metrics = List.copyOf(metrics);
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException("the loss weight of '" + output + "' must be finite, found " + weight);
        }
    }
}
