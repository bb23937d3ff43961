package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A metric by another name, or with weights. */
record RelabelledMetric(TrainingMetric metric, String label, boolean isWeighted) implements TrainingMetric {
    RelabelledMetric {
        Objects.requireNonNull(label, "the name of the metric is null");
        if (label.isBlank()) {
            throw new IllegalArgumentException(
                    "the name of a metric is blank: expected one such as \"" + metric.label() + "\"");
        }
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        return metric.sums(prediction, target, weights);
    }

    @Override
    public double result(List<double[]> sums) {
        return metric.result(sums);
    }

    @Override
    public double[][] table(List<double[]> sums) {
        return metric.table(sums);
    }

    @Override
    public Direction direction() {
        return metric.direction();
    }

    @Override
    public Optional<Metric> stated() {
        return metric.stated();
    }

    @Override
    public boolean isOfSamples() {
        return metric.isOfSamples();
    }

    @Override
    public Optional<Loss.Spec> statedLoss() {
        return metric.statedLoss();
    }

    @Override
    public void requireFit(String output, TensorType type) {
        metric.requireFit(output, type);
    }

    @Override
    public TrainingMetric named(String name) {
        return new RelabelledMetric(metric, name, isWeighted);
    }

    @Override
    public TrainingMetric weighted() {
        return new RelabelledMetric(metric, label, true);
    }
}
