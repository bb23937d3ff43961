package dev.plumb.train.schedule;

/**
 * {@code initial · decayRate^(iteration / decaySteps)}, as Keras' {@code ExponentialDecay}.
 *
 * @param initial the rate of the first step, above 0
 * @param decaySteps after how many steps it is {@code decayRate} times what it was
 * @param decayRate above 0
 * @param staircase whether it stays the same in between: the exponent is rounded down
 */
public record ExponentialDecay(double initial, long decaySteps, double decayRate, boolean staircase)
        implements LearningRateSchedule {

    public ExponentialDecay {
        Requirements.rate("initial", initial);
        Requirements.steps("decaySteps", decaySteps);
        Requirements.rate("decayRate", decayRate);
    }

    /** Without a staircase. */
    public ExponentialDecay(double initial, long decaySteps, double decayRate) {
        this(initial, decaySteps, decayRate, false);
    }

    @Override
    public double at(long iteration) {
        double exponent = (double) iteration / decaySteps;
        return initial * Math.pow(decayRate, staircase ? Math.floor(exponent) : exponent);
    }
}
