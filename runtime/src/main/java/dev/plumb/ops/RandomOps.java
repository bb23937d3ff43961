package dev.plumb.ops;

import dev.plumb.ops.op.RandomNumbers.Distribution;
import java.util.List;

/**
 * Random numbers for code: what a layer's or a model's context offers. They follow from the seed of the step: each call draws others, each step
 * others again, and the same seed draws the same, on a plan as op by op. No gradient flows through a draw; through what it is multiplied
 * by or added to, it does.
 */
public interface RandomOps {

    /**
     * Independent draws, float32.
     *
     * @param shape with the batch axis
     */
    Var random(Distribution distribution, List<Integer> shape);

    /** Normally distributed numbers of mean 0 and deviation 1: {@code mean.plus(deviation.times(context.randomNormal(mean.shape())))}. */
    default Var randomNormal(List<Integer> shape) {
        return random(Distribution.NORMAL, shape);
    }

    /** Normally distributed numbers. */
    default Var randomNormal(List<Integer> shape, double mean, double deviation) {
        return randomNormal(shape).linear((float) deviation, (float) mean);
    }

    /** Numbers from 0 to 1, all equally likely. */
    default Var randomUniform(List<Integer> shape) {
        return random(Distribution.UNIFORM, shape);
    }

    /** Numbers between two bounds, all equally likely. */
    default Var randomUniform(List<Integer> shape, double low, double high) {
        return randomUniform(shape).linear((float) (high - low), (float) low);
    }

    /**
     * 1 or 0 for each element of an array of probabilities.
     *
     * @param probabilities of 1, of any shape
     */
    default Var randomBernoulli(Var probabilities) {
        return randomUniform(probabilities.shape()).less(probabilities);
    }

    /**
     * A class for each row of scores, as likely as its softmax says: the largest after Gumbel noise was added to each (Gumbel 1954).
     *
     * @param logits […, classes]
     * @return int32 […]
     */
    default Var randomCategorical(Var logits) {
        return logits.plus(randomGumbel(logits.shape())).argMax();
    }

    /**
     * Numbers of the standard Gumbel distribution, {@code -ln(-ln(u))}: added to logits they make a draw of the largest, with a softmax behind it one
     * that has a gradient.
     */
    default Var randomGumbel(List<Integer> shape) {
        return randomUniform(shape).log().negated().log().negated();
    }
}
