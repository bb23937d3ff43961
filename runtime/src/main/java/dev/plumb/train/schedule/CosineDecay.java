package dev.plumb.train.schedule;

/**
 * Down along half a cosine, after a linear rise if there is one, as Keras' {@code CosineDecay} (Loshchilov and Hutter 2016).
 *
 * @param initial the rate of the first step, above 0
 * @param decaySteps how long the fall takes
 * @param alpha the rate at its end, as a share of that at its beginning: from 0 to 1
 * @param warmupTarget the rate that the rise leads to, and the fall begins with; not looked at without warm-up
 * @param warmupSteps how long the rise takes; 0 for none
 */
public record CosineDecay(double initial, long decaySteps, double alpha, double warmupTarget, long warmupSteps)
        implements LearningRateSchedule {

    public CosineDecay {
        Requirements.require(
                warmupSteps > 0 ? initial >= 0 && Double.isFinite(initial) : (float) initial > 0,
                "initial",
                initial,
                warmupSteps > 0 ? "a number from 0" : "above 0");
        Requirements.steps("decaySteps", decaySteps);
        Requirements.require(alpha >= 0 && alpha <= 1, "alpha", alpha, "from 0 to 1");
        Requirements.require(warmupSteps >= 0, "warmupSteps", warmupSteps, "0 or more");
        if (warmupSteps > 0) {
            Requirements.rate("warmupTarget", warmupTarget);
        }
    }

    /** Down to 0, without warm-up. */
    public CosineDecay(double initial, long decaySteps) {
        this(initial, decaySteps, 0, initial, 0);
    }

    /** The same after a linear rise to a rate, in which it falls from there. */
    public CosineDecay warmup(double target, long steps) {
        return new CosineDecay(initial, decaySteps, alpha, target, steps);
    }

    /** The same with another end. */
    public CosineDecay alpha(double share) {
        return new CosineDecay(initial, decaySteps, share, warmupTarget, warmupSteps);
    }

    @Override
    public double at(long iteration) {
        if (iteration < warmupSteps) {
            return initial + (warmupTarget - initial) * iteration / warmupSteps;
        }
        double part = Math.min((double) (iteration - warmupSteps) / decaySteps, 1);
        double cosine = 0.5 * (1 + Math.cos(Math.PI * part));
        return (warmupSteps > 0 ? warmupTarget : initial) * ((1 - alpha) * cosine + alpha);
    }
}
