package dev.plumb.runtime;

import java.util.Map;

/**
 * A step of training of one's own, or one of evaluation: see {@link Trainer#step}.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
@FunctionalInterface
public interface TrainingStep<I, T> {
    /**
     * Takes the step.
     *
     * @param tape new in each step, in the phase of training, or of inference in evaluation; closed by the trainer
     * @return what is reported, by name, as numbers of this batch: the mean over the examples of an epoch is shown and kept in the {@link
     *     History}. The same names in each step
     */
    Map<String, Double> take(Batch<I, T> batch, GradientTape tape);
}
