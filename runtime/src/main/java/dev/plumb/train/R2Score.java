package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.layer.Masks;
import dev.plumb.ops.Var;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The share of the variance of the targets that the predictions explain, {@code 1 - SSres / SStot}, for each value of the last axis. Made by
 * {@link TrainingMetrics#r2}. Without an aggregation the table has each value, and logged is their mean.
 *
 * @param aggregation over the values of an output
 * @param numRegressors of the adjusted score; 0 does not adjust. What it counts are elements, not samples, as in Keras
 */
public record R2Score(Aggregation aggregation, int numRegressors) implements TrainingMetric {

    /** How the scores of values become one. */
    public enum Aggregation {
        /** They do not. */
        NONE,
        /** All alike. */
        UNIFORM_AVERAGE,
        /** By the variance of the targets. */
        VARIANCE_WEIGHTED_AVERAGE
    }

    /** Throws {@link IllegalArgumentException} if the number is negative. */
    public R2Score {
        Objects.requireNonNull(aggregation, "the aggregation is null");
        if (numRegressors < 0) {
            throw new IllegalArgumentException(
                    "the metric 'r2_score' has " + numRegressors + " regressors: expected 0 or more");
        }
    }

    /** How the scores of values become one. */
    public R2Score aggregation(Aggregation over) {
        return new R2Score(over, numRegressors);
    }

    /** Adjusted for so many independent variables. */
    public R2Score numRegressors(int count) {
        return new R2Score(aggregation, count);
    }

    @Override
    public String label() {
        return Metric.R2_SCORE.label();
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public Optional<Metric> stated() {
        return Optional.of(Metric.R2_SCORE);
    }

    /** Targets, their squares, squares of errors and weights, each by value; the number of elements. */
    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        Var value = prediction.value();
        Var weight = weights.map(each -> Masks.over(each, value.shape())).orElseGet(() -> value.fillLike(1));
        Var weighed = target.times(weight);
        return List.of(
                byValue(weighed),
                byValue(target.times(weighed)),
                byValue(target.minus(value).square().times(weight)),
                byValue(weight),
                value.recorder().constant(value.type().elements()));
    }

    private static Var byValue(Var values) {
        int last = values.rank() == 1 ? 1 : values.size(-1);
        return values.reshape(values.type().elements() / last, last).sum(0);
    }

    @Override
    public double result(List<double[]> sums) {
        double[] scores = scores(sums);
        if (aggregation != Aggregation.VARIANCE_WEIGHTED_AVERAGE) {
            return adjusted(Arrays.stream(scores).average().orElseThrow(), sums);
        }
        double sum = 0;
        double variances = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += variance(sums, i) * scores[i];
            variances += variance(sums, i);
        }
        return adjusted(sum / variances, sums);
    }

    /** The score of each value in a row, or their average if there is one. */
    @Override
    public double[][] table(List<double[]> sums) {
        return new double[][] {
            aggregation == Aggregation.NONE
                    ? Arrays.stream(scores(sums))
                            .map(score -> adjusted(score, sums))
                            .toArray()
                    : new double[] {result(sums)}
        };
    }

    private static double[] scores(List<double[]> sums) {
        double[] scores = new double[sums.get(0).length];
        for (int i = 0; i < scores.length; i++) {
            double score = 1 - sums.get(2)[i] / variance(sums, i);
            scores[i] = Double.isInfinite(score) ? 0 : score;
        }
        return scores;
    }

    /** The sum of squared distances of the targets from their mean. */
    private static double variance(List<double[]> sums, int i) {
        return sums.get(1)[i] - sums.get(0)[i] * sums.get(0)[i] / sums.get(3)[i];
    }

    private double adjusted(double score, List<double[]> sums) {
        double elements = sums.get(4)[0];
        return numRegressors == 0 || numRegressors >= elements - 1
                ? score
                : 1 - (1 - score) * (elements - 1) / (elements - numRegressors - 1);
    }
}
