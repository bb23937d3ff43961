package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.layer.Masks;
import dev.plumb.ops.Var;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The harmonic mean of precision and recall, with the recall worth {@code beta} times as much: {@code (1 + b^2) P R / (b^2 P + R)}, as Keras computes it.
 * Made by {@link TrainingMetrics#f1} and {@link TrainingMetrics#fBeta}. Predicted is the class of the largest value, or with a threshold all that is
 * greater. An output of one value is a probability, with the threshold 0.5 if none is given: the largest of one, which Keras takes there, is always predicted.
 * Without an average the table has the score of each class, and logged is their mean.
 *
 * @param label the name in logs
 * @param beta above 0
 * @param average over classes
 * @param threshold above 0 and up to 1; none if the largest value is what is predicted, and for one value 0.5
 */
public record FBetaScore(String label, double beta, Average average, OptionalDouble threshold)
        implements TrainingMetric {

    /** How scores of classes become one. */
    public enum Average {
        /** They do not. */
        NONE,
        /** Of the counts of all classes together. */
        MICRO,
        /** All classes alike. */
        MACRO,
        /** By the number of samples of each class. */
        WEIGHTED
    }

    /** Keras' own. */
    private static final double EPSILON = 1e-7;

    /** What is above it is predicted, where there is nothing to compare it with. */
    private static final double PROBABLE = 0.5;

    /** Throws {@link IllegalArgumentException} if beta or the threshold is out of its range. */
    public FBetaScore {
        Objects.requireNonNull(label, "the name is null");
        Objects.requireNonNull(average, "the average is null");
        if (!(beta > 0 && Double.isFinite(beta))) {
            throw new IllegalArgumentException(
                    "the metric '" + label + "' has beta " + beta + ": expected a number above 0");
        }
        if (threshold.isPresent() && !(threshold.getAsDouble() > 0 && threshold.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("the metric '" + label + "' has the threshold " + threshold.getAsDouble()
                    + ": expected a number above 0, up to 1");
        }
    }

    /** One score for all classes. */
    public FBetaScore average(Average over) {
        return new FBetaScore(label, beta, over, threshold);
    }

    /** Predicted is what is greater than this: for outputs of several labels, or another one than 0.5 for one. */
    public FBetaScore threshold(double above) {
        return new FBetaScore(label, beta, average, OptionalDouble.of(above));
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    /** With a threshold it fits other outputs, which are not known beforehand. */
    @Override
    public Optional<Metric> stated() {
        return threshold.isPresent() ? Optional.empty() : Optional.of(Metric.F1_SCORE);
    }

    /** True positives, what is predicted and what is there, each by class. */
    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        Var value = prediction.value();
        Var truth = Targets.likeOutput(prediction, target);
        Var predicted = predicted(value, Targets.isOneValue(prediction));
        Optional<Var> each = weights.map(weight -> Masks.over(weight, value.shape()));
        Var weighedTruth = each.map(truth::times).orElse(truth);
        return List.of(
                byClass(predicted.times(weighedTruth)),
                byClass(each.map(predicted::times).orElse(predicted)),
                byClass(weighedTruth));
    }

    /** Of equals all are the largest, and zeros are none, as in Keras. */
    private Var predicted(Var value, boolean isOneValue) {
        return threshold.isPresent() || isOneValue
                ? value.greater((float) threshold.orElse(PROBABLE))
                : value.greaterOrEqual(value.max(true, -1)).and(value.abs().greater(1e-9f));
    }

    private static Var byClass(Var values) {
        int classes = values.rank() == 1 ? 1 : values.size(-1);
        return values.reshape(values.type().elements() / classes, classes).sum(0);
    }

    @Override
    public double result(List<double[]> sums) {
        if (average == Average.MICRO) {
            return score(total(sums.get(0)), total(sums.get(1)), total(sums.get(2)));
        }
        double[] scores = scores(sums);
        if (average != Average.WEIGHTED) {
            return Arrays.stream(scores).average().orElseThrow();
        }
        double all = total(sums.get(2)) + EPSILON;
        double weighted = 0;
        for (int i = 0; i < scores.length; i++) {
            weighted += scores[i] * sums.get(2)[i] / all;
        }
        return weighted;
    }

    /** The score of each class in a row, or the average if there is one. */
    @Override
    public double[][] table(List<double[]> sums) {
        return new double[][] {average == Average.NONE ? scores(sums) : new double[] {result(sums)}};
    }

    private double[] scores(List<double[]> sums) {
        double[] scores = new double[sums.get(0).length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(sums.get(0)[i], sums.get(1)[i], sums.get(2)[i]);
        }
        return scores;
    }

    private double score(double truePositives, double predicted, double there) {
        double precision = truePositives / (predicted + EPSILON);
        double recall = truePositives / (there + EPSILON);
        return (1 + beta * beta) * precision * recall / (beta * beta * precision + recall + EPSILON);
    }

    private static double total(double[] values) {
        return Arrays.stream(values).sum();
    }
}
