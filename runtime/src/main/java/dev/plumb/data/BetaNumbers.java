package dev.plumb.data;

import java.util.SplittableRandom;

/**
 * Random numbers from 0 to 1 of a symmetric beta distribution: of two gamma distributed numbers, the share of the first. They are drawn by their logarithms, since they are
 * too small for a double where alpha is. The same on every machine and Java version.
 */
final class BetaNumbers {
    private final double alpha;
    private final SplittableRandom random;

    BetaNumbers(double alpha, SplittableRandom random) {
        this.alpha = alpha;
        this.random = random;
    }

    double[] next(int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            double first = logGamma();
            double second = logGamma();
            numbers[i] = 1 / (1 + StrictMath.exp(second - first));
        }
        return numbers;
    }

    /** Marsaglia, Tsang 2000, "A simple method for generating gamma variables". */
    private double logGamma() {
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1 / 3.0;
        double power = alpha < 1 ? StrictMath.log(share()) / alpha : 0;
        while (true) {
            double x = normal();
            double root = 1 + x / Math.sqrt(9 * d);
            if (root > 0) {
                double logCube = 3 * StrictMath.log(root);
                if (StrictMath.log(share()) < x * x / 2 + d * (1 - root * root * root + logCube)) {
                    return power + StrictMath.log(d) + logCube;
                }
            }
        }
    }

    /** Marsaglia's polar method. */
    private double normal() {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * Math.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /** From 0, which is excluded, to 1. */
    private double share() {
        return 1 - random.nextDouble();
    }
}
