package dev.plumb.train.schedule;

/**
 * From a rate to another, along a power of the steps, as Keras' {@code PolynomialDecay}: {@code (initial - end) · (1 - min(iteration, N) / N)^power +
 * end} with {@code N = decaySteps}.
 *
 * @param initial the rate of the first step, above 0
 * @param decaySteps after how many steps the end is reached
 * @param end the rate from there on, above 0
 * @param power 1 is a straight line
 * @param cycle whether it rises again: N is then the next multiple of {@code decaySteps}
 */
public record PolynomialDecay(double initial, long decaySteps, double end, double power, boolean cycle)
        implements LearningRateSchedule {

    public PolynomialDecay {
        Requirements.rate("initial", initial);
        Requirements.steps("decaySteps", decaySteps);
        Requirements.rate("end", end);
        Requirements.require(power > 0 && Double.isFinite(power), "power", power, "above 0");
    }

    /** A straight line to 0.0001, Keras' default. */
    public PolynomialDecay(double initial, long decaySteps) {
        this(initial, decaySteps, 1e-4, 1, false);
    }

    @Override
    public double at(long iteration) {
        double steps =
                cycle ? (double) decaySteps * Math.max(1, Math.ceil((double) iteration / decaySteps)) : decaySteps;
        double part = Math.min((double) iteration, steps) / steps;
        return (initial - end) * Math.pow(1 - part, power) + end;
    }
}
