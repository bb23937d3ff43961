package dev.plumb.train.schedule;

/**
 * Down along half a cosine again and again, as Keras' {@code CosineDecayRestarts} (Loshchilov and Hutter 2016: SGDR).
 *
 * @param initial the rate of the first step, above 0
 * @param firstDecaySteps how long the first fall takes
 * @param lengthFactor how much longer each fall is than the one before, from 1: Keras' {@code t_mul}
 * @param heightFactor how much higher each begins than the one before: Keras' {@code m_mul}
 * @param alpha the lowest rate, as a share of {@code initial}: from 0 to 1
 */
public record CosineDecayRestarts(
        double initial, long firstDecaySteps, double lengthFactor, double heightFactor, double alpha)
        implements LearningRateSchedule {

    public CosineDecayRestarts {
        Requirements.rate("initial", initial);
        Requirements.steps("firstDecaySteps", firstDecaySteps);
        Requirements.require(
                lengthFactor >= 1 && Double.isFinite(lengthFactor), "lengthFactor", lengthFactor, "at least 1");
        Requirements.rate("heightFactor", heightFactor);
        Requirements.require(alpha >= 0 && alpha <= 1, "alpha", alpha, "from 0 to 1");
    }

    /** Keras' defaults: each twice as long, as high as the first, down to 0. */
    public CosineDecayRestarts(double initial, long firstDecaySteps) {
        this(initial, firstDecaySteps, 2, 1, 0);
    }

    @Override
    public double at(long iteration) {
        double falls = (double) iteration / firstDecaySteps;
        double restarts;
        double part;
        if (lengthFactor == 1) {
            restarts = Math.floor(falls);
            part = falls - restarts;
        } else {
            restarts = Math.floor(Math.log(1 - falls * (1 - lengthFactor)) / Math.log(lengthFactor));
            double length = Math.pow(lengthFactor, restarts);
            part = (falls - (1 - length) / (1 - lengthFactor)) / length;
        }
        double cosine = 0.5 * Math.pow(heightFactor, restarts) * (1 + Math.cos(Math.PI * part));
        return initial * ((1 - alpha) * cosine + alpha);
    }
}
