package dev.plumb.train;

/** Weights of elements that are predicted or not, and there or not, at some thresholds. */
final class PositiveCounts {
    private final double[] truePositives;
    private final double[] falsePositives;
    private final double positives;
    private final double negatives;

    /**
     * Counts that were summed up.
     *
     * @param truePositives by threshold
     * @param falsePositives by threshold
     * @param positives of what is there, at any threshold
     * @param negatives of what is not there
     */
    PositiveCounts(double[] truePositives, double[] falsePositives, double positives, double negatives) {
        this.truePositives = truePositives;
        this.falsePositives = falsePositives;
        this.positives = positives;
        this.negatives = negatives;
    }

    double positives() {
        return positives;
    }

    double negatives() {
        return negatives;
    }

    /** The number of thresholds. */
    int size() {
        return truePositives.length;
    }

    double truePositives(int threshold) {
        return truePositives[threshold];
    }

    double falsePositives(int threshold) {
        return falsePositives[threshold];
    }

    double falseNegatives(int threshold) {
        return positives - truePositives[threshold];
    }

    double trueNegatives(int threshold) {
        return negatives - falsePositives[threshold];
    }

    double precision(int threshold) {
        return share(truePositives[threshold], truePositives[threshold] + falsePositives[threshold]);
    }

    double recall(int threshold) {
        return share(truePositives[threshold], positives);
    }

    double specificity(int threshold) {
        return share(trueNegatives(threshold), negatives);
    }

    double falsePositiveRate(int threshold) {
        return share(falsePositives[threshold], negatives);
    }

    /** A quotient that is 0 where nothing is to be divided by. */
    static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
