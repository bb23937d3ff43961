package dev.plumb.train.schedule;

/**
 * A learning rate that follows from the number of steps. An optimizer takes one where it takes a number; a lambda is one:
 *
 * <pre>{@code
 * Adam.of(new CosineDecay(1e-3, 10_000))
 * SGD.of(iteration -> iteration < 1000 ? 0.1 : 0.01)
 * }</pre>
 */
@FunctionalInterface
public interface LearningRateSchedule {
    /**
     * The learning rate of a step.
     *
     * @param iteration the number of steps before it, saved ones included
     * @return from 0, a float32 number; another one ends training before the step
     */
    double at(long iteration);

    /**
     * The same rate for all steps.
     *
     * @throws IllegalArgumentException if it is no float32 number above 0
     */
    static LearningRateSchedule constant(double rate) {
        return new ConstantRate(rate);
    }
}
