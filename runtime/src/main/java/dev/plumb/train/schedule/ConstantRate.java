package dev.plumb.train.schedule;

/**
 * The same learning rate for all steps, which may be changed while training.
 *
 * @param rate above 0
 */
public record ConstantRate(double rate) implements LearningRateSchedule {
    public ConstantRate {
        Requirements.rate("learningRate", rate);
    }

    @Override
    public double at(long iteration) {
        return rate;
    }
}
