package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;

/**
 * Share of elements where (prediction &gt; threshold) equals the target. Made by {@link TrainingMetrics#binaryAccuracy}.
 *
 * @param threshold 0.5 by default
 */
public record BinaryAccuracy(float threshold) implements TrainingMetric {

    /** Another threshold. */
    public BinaryAccuracy threshold(double above) {
        return new BinaryAccuracy((float) above);
    }

    @Override
    public String label() {
        return Metric.BINARY_ACCURACY.label();
    }

    private MeanMetric mean() {
        return MeanMetric.of(
                Metric.BINARY_ACCURACY,
                Direction.UP,
                (prediction, target) -> Accuracies.binary(prediction, target, threshold));
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        return mean().sums(prediction, target, weights);
    }

    @Override
    public double result(List<double[]> sums) {
        return mean().result(sums);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public Optional<Metric> stated() {
        return Optional.of(Metric.BINARY_ACCURACY);
    }
}
