package dev.plumb.runtime;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * How the numbers of two arrays differ.
 *
 * @param index the first that differs
 * @param before what it was
 * @param now what it is
 * @param count how many differ
 * @param largest the largest difference; infinite if one of them is NaN or infinite
 */
record NumberDifference(int index, float before, float now, int count, float largest) {
    /** The part of a number that other machines may round away: some hundreds of roundings of float32. */
    private static final double OF_NUMBER = 1e-4;

    /** The part of the mean of all: what is small in its array has been rounded as what it was made of. */
    private static final double OF_MEAN = 5e-4;

    /** What is left where large numbers cancel. */
    private static final double ABSOLUTE = 1e-6;

    /** Differences of bits; 0 and -0 are one, and NaN is NaN. */
    static Optional<NumberDifference> exact(FloatBuffer before, FloatBuffer now) {
        return of(before, now, 0, 0);
    }

    /** Differences that are more than rounding: beyond 1e-4 of the number, 5e-4 of the mean of all, and 1e-6 together. NaN is NaN. */
    static Optional<NumberDifference> beyondRounding(FloatBuffer before, FloatBuffer now) {
        double sum = 0;
        int finite = 0;
        for (int i = 0; i < before.capacity(); i++) {
            if (Float.isFinite(before.get(i))) {
                sum += Math.abs(before.get(i));
                finite++;
            }
        }
        return of(before, now, OF_NUMBER, ABSOLUTE + OF_MEAN * sum / Math.max(1, finite));
    }

    private static Optional<NumberDifference> of(
            FloatBuffer before, FloatBuffer now, double relative, double absolute) {
        int first = -1;
        int count = 0;
        float largest = 0;
        for (int i = 0; i < before.capacity(); i++) {
            float was = before.get(i);
            float is = now.get(i);
            if (!isSame(was, is, relative * Math.abs(was) + absolute)) {
                first = first < 0 ? i : first;
                count++;
                float apart = Math.abs(is - was);
                largest = Float.isNaN(apart) ? Float.POSITIVE_INFINITY : Math.max(largest, apart);
            }
        }
        return first < 0
                ? Optional.empty()
                : Optional.of(new NumberDifference(first, before.get(first), now.get(first), count, largest));
    }

    private static boolean isSame(float was, float is, double tolerance) {
        return was == is
                || (Float.isNaN(was) && Float.isNaN(is))
                || (Float.isFinite(was) && Math.abs((double) is - was) <= tolerance);
    }
}
