package dev.plumb.samples.halting;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Readings of a noisy instrument, which shows -strength or +strength: is it plus? The deviation of the noise is 1. One reading may do where the
 * strength is large; where it is small, it takes many.
 *
 * @param readings as many as one may ever want: {@link #MOST}
 * @param plus the truth
 * @param easy whether the strength is large
 */
record Evidence(List<Float> readings, boolean plus, boolean easy) {
    /** How many readings there are. */
    static final int MOST = 20;

    private static final double LARGE = 2;
    private static final double SMALL = 0.5;

    /** Draws some, half of them easy. */
    static List<Evidence> draw(int count, RandomGenerator random) {
        List<Evidence> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(draw(i % 2 == 0, random));
        }
        return drawn;
    }

    private static Evidence draw(boolean easy, RandomGenerator random) {
        boolean plus = random.nextBoolean();
        double strength = easy ? LARGE : SMALL;
        List<Float> readings = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            readings.add((float) ((plus ? strength : -strength) + random.nextGaussian()));
        }
        return new Evidence(readings, plus, easy);
    }

    /** Whether the sum of the first readings tells the truth: the best that one can do with a number of readings that is fixed before. */
    boolean isToldBy(int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += readings.get(i);
        }
        return sum > 0 == plus;
    }
}
