package dev.plumb.samples.adversarial;

import java.util.random.RandomGenerator;

/** Points of the plane around eight places on a circle of radius 2, with a deviation of 0.2 to each side: what is to be imitated. */
final class Ring {
    static final int PLACES = 8;

    private static final double RADIUS = 2;
    private static final double DEVIATION = 0.2;
    private static final double NEAR = 3 * DEVIATION;

    private Ring() {}

    /** Draws points: x and y of each, one after the other. */
    static float[] points(int count, RandomGenerator random) {
        float[] points = new float[2 * count];
        for (int i = 0; i < count; i++) {
            double angle = angle(random.nextInt(PLACES));
            points[2 * i] = (float) (RADIUS * Math.cos(angle) + DEVIATION * random.nextGaussian());
            points[2 * i + 1] = (float) (RADIUS * Math.sin(angle) + DEVIATION * random.nextGaussian());
        }
        return points;
    }

    private static double angle(int place) {
        return 2 * Math.PI * place / PLACES;
    }

    /**
     * How well points imitate the ring.
     *
     * @param near the share of them that lie within three deviations of a place; of the ring's own it is 0.99
     * @param places how many of the eight have at least a quarter of their due
     */
    record Likeness(double near, int places) {}

    static Likeness likeness(float... points) {
        int count = points.length / 2;
        int[] found = new int[PLACES];
        int near = 0;
        for (int i = 0; i < count; i++) {
            for (int place = 0; place < PLACES; place++) {
                double x = points[2 * i] - RADIUS * Math.cos(angle(place));
                double y = points[2 * i + 1] - RADIUS * Math.sin(angle(place));
                if (Math.hypot(x, y) < NEAR) {
                    found[place]++;
                    near++;
                }
            }
        }
        int places = 0;
        for (int each : found) {
            places += 4 * each * PLACES >= count ? 1 : 0;
        }
        return new Likeness(near / (double) count, places);
    }
}
