package dev.plumb.train.schedule;

/**
 * {@code initial / (1 + decayRate · iteration / decaySteps)}, as Keras' {@code InverseTimeDecay}.
 *
 * @param initial the rate of the first step, above 0
 * @param decaySteps above 0
 * @param decayRate from 0
 * @param staircase whether it stays the same for {@code decaySteps} steps: the quotient is rounded down
 */
public record InverseTimeDecay(double initial, long decaySteps, double decayRate, boolean staircase)
        implements LearningRateSchedule {

    public InverseTimeDecay {
        Requirements.rate("initial", initial);
        Requirements.steps("decaySteps", decaySteps);
        Requirements.require(decayRate >= 0 && Double.isFinite(decayRate), "decayRate", decayRate, "a number from 0");
    }

    /** Without a staircase. */
    public InverseTimeDecay(double initial, long decaySteps, double decayRate) {
        this(initial, decaySteps, decayRate, false);
    }

    @Override
    public double at(long iteration) {
        double quotient = (double) iteration / decaySteps;
        return initial / (1 + decayRate * (staircase ? Math.floor(quotient) : quotient));
    }
}
