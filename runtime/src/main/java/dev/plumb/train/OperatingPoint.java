package dev.plumb.train;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The best that one rate can be at a threshold where another is at least so much, such as the sensitivity at a specificity. Made by
 * {@link TrainingMetrics#sensitivityAtSpecificity} and its like. 0 if no threshold fulfils it.
 *
 * @param kind which rates
 * @param atLeast what the second rate must be, from 0 to 1
 * @param numThresholds how many are tried, evenly from 0 to 1
 * @param classId only this class counts
 */
public record OperatingPoint(Kind kind, double atLeast, int numThresholds, OptionalInt classId)
        implements TrainingMetric {

    /** Which rates. */
    public enum Kind {
        /** True positives of what is there, where true negatives of what is not are enough. */
        SENSITIVITY_AT_SPECIFICITY("sensitivity_at_specificity"),
        /** True negatives of what is not there, where true positives of what is are enough. */
        SPECIFICITY_AT_SENSITIVITY("specificity_at_sensitivity"),
        /** Precision where recall is enough. */
        PRECISION_AT_RECALL("precision_at_recall"),
        /** Recall where precision is enough. */
        RECALL_AT_PRECISION("recall_at_precision");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** Throws {@link IllegalArgumentException} if the rate is not between 0 and 1, or there is no threshold. */
    public OperatingPoint {
        Objects.requireNonNull(kind, "the kind is null");
        if (!(atLeast >= 0 && atLeast <= 1)) {
            throw new IllegalArgumentException(
                    "the metric '" + kind.label + "' is at " + atLeast + ": expected a rate from 0 to 1");
        }
        Thresholds.even(kind.label, numThresholds);
    }

    static OperatingPoint of(Kind kind, double atLeast) {
        return new OperatingPoint(kind, atLeast, 200, OptionalInt.empty());
    }

    /** Another number of thresholds than 200. */
    public OperatingPoint numThresholds(int count) {
        return new OperatingPoint(kind, atLeast, count, classId);
    }

    /** Only this class counts, from 0. */
    public OperatingPoint classId(int id) {
        return new OperatingPoint(kind, atLeast, numThresholds, OptionalInt.of(id));
    }

    private Thresholds thresholds() {
        return Thresholds.even(kind.label, numThresholds);
    }

    @Override
    public String label() {
        return kind.label;
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public boolean isOfSamples() {
        return true;
    }

    @Override
    public void requireFit(String output, TensorType type) {
        Elements.requireClasses(label(), OptionalInt.empty(), classId, output, type);
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        return thresholds().sums(Elements.of(label(), prediction, target, weights, OptionalInt.empty(), classId));
    }

    @Override
    public double result(List<double[]> sums) {
        PositiveCounts counts = thresholds().counts(sums).get(0);
        double best = 0;
        for (int i = 0; i < counts.size(); i++) {
            double constrained =
                    switch (kind) {
                        case SENSITIVITY_AT_SPECIFICITY -> counts.specificity(i);
                        case SPECIFICITY_AT_SENSITIVITY, PRECISION_AT_RECALL -> counts.recall(i);
                        case RECALL_AT_PRECISION -> counts.precision(i);
                    };
            // In float32, as Keras: a rate of 0.7 is found where 7 of 10 are there.
            if ((float) constrained >= (float) atLeast) {
                best = Math.max(best, dependent(counts, i));
            }
        }
        return best;
    }

    private double dependent(PositiveCounts counts, int threshold) {
        return switch (kind) {
            case SENSITIVITY_AT_SPECIFICITY, RECALL_AT_PRECISION -> counts.recall(threshold);
            case SPECIFICITY_AT_SENSITIVITY -> counts.specificity(threshold);
            case PRECISION_AT_RECALL -> counts.precision(threshold);
        };
    }
}
