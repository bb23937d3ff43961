package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What follows from how many elements are above a threshold and how many of these are there. Made by {@link TrainingMetrics#precision},
 * {@link TrainingMetrics#recall} and their like. With several thresholds the table has a value for each, and logged is their mean.
 *
 * @param kind what is computed
 * @param thresholds an element is predicted where it is greater; 0.5 if there are none, and with {@code topK} any number
 * @param topK only so many of the largest of the last axis count as predicted
 * @param classId only this class counts
 */
public record ThresholdMetric(Kind kind, List<Double> thresholds, OptionalInt topK, OptionalInt classId)
        implements TrainingMetric {

    /** What is computed. */
    public enum Kind {
        /** TP / (TP + FP). */
        PRECISION(Metric.PRECISION, Direction.UP),
        /** TP / (TP + FN). */
        RECALL(Metric.RECALL, Direction.UP),
        /** Predicted and there. */
        TRUE_POSITIVES(Metric.TRUE_POSITIVES, Direction.UNKNOWN),
        /** Neither predicted nor there. */
        TRUE_NEGATIVES(Metric.TRUE_NEGATIVES, Direction.UNKNOWN),
        /** Predicted and not there. */
        FALSE_POSITIVES(Metric.FALSE_POSITIVES, Direction.UNKNOWN),
        /** There and not predicted. */
        FALSE_NEGATIVES(Metric.FALSE_NEGATIVES, Direction.UNKNOWN);

        private final Metric metric;
        private final Direction direction;

        Kind(Metric metric, Direction direction) {
            this.metric = metric;
            this.direction = direction;
        }
    }

    /** Throws {@link IllegalArgumentException} if a threshold is not between 0 and 1. */
    public ThresholdMetric {
        Objects.requireNonNull(kind, "the kind is null");
        thresholds = List.copyOf(thresholds);
        if (!thresholds.isEmpty()) {
            Thresholds.listed(kind.metric.label(), thresholds);
        }
    }

    static ThresholdMetric of(Kind kind) {
        return new ThresholdMetric(kind, List.of(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** Other thresholds than 0.5, one or several, from 0 to 1. */
    public ThresholdMetric thresholds(double... above) {
        return new ThresholdMetric(kind, Arrays.stream(above).boxed().toList(), topK, classId);
    }

    /** Only so many of the largest values of a sample count as predicted. */
    public ThresholdMetric topK(int count) {
        return new ThresholdMetric(kind, thresholds, OptionalInt.of(count), classId);
    }

    /** Only this class counts, from 0. */
    public ThresholdMetric classId(int id) {
        return new ThresholdMetric(kind, thresholds, topK, OptionalInt.of(id));
    }

    private Thresholds compared() {
        if (thresholds.isEmpty()) {
            return topK.isPresent() ? Thresholds.belowAll() : Thresholds.listed(label(), List.of(0.5));
        }
        return Thresholds.listed(label(), thresholds);
    }

    @Override
    public String label() {
        return kind.metric.label();
    }

    @Override
    public Direction direction() {
        return kind.direction;
    }

    @Override
    public Optional<Metric> stated() {
        return Optional.of(kind.metric);
    }

    @Override
    public void requireFit(String output, TensorType type) {
        Elements.requireClasses(label(), topK, classId, output, type);
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        return compared().sums(Elements.of(label(), prediction, target, weights, topK, classId));
    }

    @Override
    public double result(List<double[]> sums) {
        return Arrays.stream(table(sums)[0]).average().orElseThrow();
    }

    @Override
    public double[][] table(List<double[]> sums) {
        PositiveCounts counts = compared().counts(sums).get(0);
        double[] values = new double[counts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(counts, i);
        }
        return new double[][] {values};
    }

    private double value(PositiveCounts counts, int threshold) {
        return switch (kind) {
            case PRECISION -> counts.precision(threshold);
            case RECALL -> counts.recall(threshold);
            case TRUE_POSITIVES -> counts.truePositives(threshold);
            case TRUE_NEGATIVES -> counts.trueNegatives(threshold);
            case FALSE_POSITIVES -> counts.falsePositives(threshold);
            case FALSE_NEGATIVES -> counts.falseNegatives(threshold);
        };
    }
}
