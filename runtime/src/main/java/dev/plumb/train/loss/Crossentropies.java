package dev.plumb.train.loss;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.Reduce;
import java.util.Optional;

/**
 * Cross-entropies and their kin, by the formulas of Keras 3. On the result of a softmax or sigmoid they work on the logits, as Keras with
 * TensorFlow does: exact where a probability rounds to 0 or 1.
 */
public final class Crossentropies {
    /** Keras' epsilon: probabilities are kept this far from 0 and 1. */
    private static final float EPSILON = 1e-7f;

    private Crossentropies() {}

    /**
     * Probabilities, by themselves or by their logits.
     *
     * @param value the probabilities, or the logits if nothing has made probabilities of them
     * @param logits what a sigmoid, or a softmax over the last axis, makes probabilities of, if that is known
     */
    public record Scores(Var value, Optional<Var> logits) {
        /** Along another axis than the last. */
        public Scores moved(int axis) {
            return isLast(axis, value) ? this : new Scores(last(value, axis), logits.map(all -> last(all, axis)));
        }
    }

    /** The axis at the end. */
    public static Var last(Var x, int axis) {
        return isLast(axis, x) ? x : x.moveAxis(axis, -1);
    }

    private static boolean isLast(int axis, Var x) {
        return axis == -1 || axis == x.rank() - 1;
    }

    /** -(y ln p + (1 - y) ln(1 - p)) for each element. */
    public static Var binary(Scores scores, Var labels) {
        if (scores.logits().isPresent()) {
            Var logits = scores.logits().get();
            return logits.softplus().minus(logits.times(labels));
        }
        Var probability = scores.value().clip(EPSILON, 1 - EPSILON);
        Var ifOne = labels.times(probability.log());
        Var ifZero = labels.linear(-1, 1).times(probability.linear(-1, 1).log());
        return ifOne.plus(ifZero).negated();
    }

    /**
     * For each element the binary cross-entropy times (1 - q)^gamma, q the probability of what is right: T.-Y. Lin and others 2017, "Focal Loss
     * for Dense Object Detection".
     *
     * @param alpha the weight of ones, zeros have the rest up to 1; empty for a weight of 1 for both
     */
    public static Var binaryFocal(Scores scores, Var labels, float gamma, Optional<Float> alpha) {
        Var probability = scores.logits().map(Var::sigmoid).orElse(scores.value());
        Var right = labels.times(probability).plus(labels.linear(-1, 1).times(probability.linear(-1, 1)));
        Var focal = power(right.linear(-1, 1), gamma).times(binary(scores, labels));
        return alpha.map(share -> focal.times(labels.linear(2 * share - 1, 1 - share)))
                .orElse(focal);
    }

    /** -sum y ln p over the last axis. */
    public static Var categorical(Scores scores, Var labels) {
        return labels.times(logProbabilities(scores)).sum(-1).negated();
    }

    /** -alpha sum y (1 - p)^gamma ln p over the last axis. */
    public static Var categoricalFocal(Scores scores, Var labels, float gamma, float alpha) {
        Var logarithms = logProbabilities(scores);
        Var missing = logarithms.exp().clip(EPSILON, 1 - EPSILON).linear(-1, 1);
        return labels.times(logarithms).times(power(missing, gamma)).sum(-1).times(-alpha);
    }

    /** -ln p[y] over the last axis. */
    public static Var sparse(Scores scores, Var classes) {
        Var logarithms = scores.logits()
                .orElseGet(() -> scores.value().clip(EPSILON, 1 - EPSILON).log())
                .logSoftmax(-1);
        return logarithms.pickLast(classes).negated();
    }

    /** (1 - p[y]^q) / q over the last axis: Z. Zhang and M. Sabuncu 2018, "Generalized Cross Entropy Loss … with Noisy Labels". */
    public static Var generalized(Var probabilities, Var classes, float q) {
        // A root has no slope at 0.
        Var right = probabilities.pickLast(classes).clip(Float.MIN_NORMAL, Float.MAX_VALUE);
        return right.pow(q).linear(-1 / q, 1 / q);
    }

    /** Labels that are pulled towards the uniform distribution. */
    public static Var smoothed(Var labels, float share, float classes) {
        return share == 0 ? labels : labels.linear(1 - share, share / classes);
    }

    private static Var logProbabilities(Scores scores) {
        return scores.logits().map(logits -> logits.logSoftmax(-1)).orElseGet(() -> {
            Var sum = scores.value().reduce(Reduce.Function.SUM, true, -1);
            return scores.value().dividedBy(sum).clip(EPSILON, 1 - EPSILON).log();
        });
    }

    /** The slope of x^0 at 0 is 0, not 0 times infinity. */
    private static Var power(Var x, float exponent) {
        return exponent == 0 ? x.fillLike(1) : exponent == 1 ? x : x.pow(exponent);
    }
}
