package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;

/**
 * Share of samples whose true class is among the largest predictions. Made by {@link TrainingMetrics#topK}.
 *
 * @param metric which name it has, by the kind of targets
 * @param k how many predictions are looked at
 */
record TopKAccuracy(Metric metric, int k) implements TrainingMetric {
    /** What the constants of the language look at. */
    static final int DEFAULT = 5;

    TopKAccuracy {
        if (k < 1) {
            throw new IllegalArgumentException(
                    "the metric '" + metric.label() + "' looks at " + k + " predictions: expected at least 1");
        }
    }

    @Override
    public String label() {
        return metric.label();
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public Optional<Metric> stated() {
        return k == DEFAULT ? Optional.of(metric) : Optional.empty();
    }

    @Override
    public void requireFit(String output, TensorType type) {
        Dim classes = type.rank() == 0 ? Dim.of(1) : type.shape().last();
        if (classes.isKnown() && k >= classes.size()) {
            throw new IllegalArgumentException("the metric '" + label() + "' looks for the class among the " + k
                    + " largest values of output '" + output + "', which is " + type.shape() + ": "
                    + (classes.size() > 2
                            ? "expected a k from 1 to " + (classes.size() - 1)
                            : classes.size() == 2
                                    ? "accuracy() is for two classes"
                                    : "binaryAccuracy() is for one probability"));
        }
    }

    private MeanMetric mean() {
        return new MeanMetric(
                label(),
                (prediction, target) -> Accuracies.topK(prediction, target, k),
                MeanMetric.Kind.MEAN,
                direction(),
                stated());
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        return mean().sums(prediction, target, weights);
    }

    @Override
    public double result(List<double[]> sums) {
        return mean().result(sums);
    }
}
