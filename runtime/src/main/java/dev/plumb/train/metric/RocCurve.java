package dev.plumb.train.metric;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The receiver operating characteristic: how the true positive rate grows with the false positive rate while the threshold falls. Exact: with a point for
 * each different score, from (0, 0) to (1, 1).
 */
public final class RocCurve {
    private final double[] thresholds;
    private final double[] falsePositiveRates;
    private final double[] truePositiveRates;

    private RocCurve(List<double[]> points) {
        thresholds = points.stream().mapToDouble(point -> point[0]).toArray();
        falsePositiveRates = points.stream().mapToDouble(point -> point[1]).toArray();
        truePositiveRates = points.stream().mapToDouble(point -> point[2]).toArray();
    }

    /**
     * Of all elements of an output together.
     *
     * @param predictions (samples…, labels) or (samples)
     * @param targets 0 and 1 of the same shape, or class indices without its last axis
     * @throws InputException if they do not belong together, or all targets are alike
     */
    public static RocCurve of(INDArray predictions, INDArray targets) {
        return of(Labelled.of(predictions, targets).elements());
    }

    /**
     * Of one class against the others.
     *
     * @throws InputException if they do not belong together, or all samples are of the class, or none is
     * @throws IllegalArgumentException if there is no such class
     */
    public static RocCurve ofClass(INDArray predictions, INDArray targets, int id) {
        return of(Labelled.of(predictions, targets).ofClass(id));
    }

    private static RocCurve of(List<Labelled.Scored> scored) {
        List<Labelled.Scored> falling = scored.stream()
                .sorted(Comparator.comparingDouble(Labelled.Scored::score).reversed())
                .toList();
        long positives = falling.stream().filter(Labelled.Scored::isThere).count();
        long negatives = falling.size() - positives;
        if (positives == 0 || negatives == 0) {
            throw new InputException("all " + falling.size() + " targets are " + (positives == 0 ? "0" : "1")
                    + ": a ROC curve needs some of both");
        }
        List<double[]> points = new ArrayList<>();
        points.add(new double[] {Double.POSITIVE_INFINITY, 0, 0});
        long truePositives = 0;
        for (int i = 0; i < falling.size(); i++) {
            double score = falling.get(i).score();
            truePositives += falling.get(i).isThere() ? 1 : 0;
            if (i + 1 == falling.size() || falling.get(i + 1).score() != score) {
                points.add(new double[] {
                    score, (double) (i + 1 - truePositives) / negatives, (double) truePositives / positives
                });
            }
        }
        return new RocCurve(points);
    }

    /** A copy of the thresholds, falling: predicted is what is at least so much. The first is infinite. */
    public double[] thresholds() {
        return thresholds.clone();
    }

    /** A copy of the shares of what is not there that are predicted, rising. */
    public double[] falsePositiveRates() {
        return falsePositiveRates.clone();
    }

    /** A copy of the shares of what is there that are predicted, rising. */
    public double[] truePositiveRates() {
        return truePositiveRates.clone();
    }

    /** The area under the curve, by trapezoids: 0.5 for chance, 1 for what is always right. */
    public double area() {
        double area = 0;
        for (int i = 1; i < thresholds.length; i++) {
            area += (falsePositiveRates[i] - falsePositiveRates[i - 1])
                    * (truePositiveRates[i] + truePositiveRates[i - 1])
                    / 2;
        }
        return area;
    }

    /** The true positive rate at a false positive rate, between points along a line. */
    private double at(double falsePositiveRate) {
        for (int i = 1; i < thresholds.length; i++) {
            if (falsePositiveRates[i] > falsePositiveRate) {
                double share = (falsePositiveRate - falsePositiveRates[i - 1])
                        / (falsePositiveRates[i] - falsePositiveRates[i - 1]);
                return truePositiveRates[i - 1] + share * (truePositiveRates[i] - truePositiveRates[i - 1]);
            }
        }
        return 1;
    }

    /** A drawing for the terminal, with the area. */
    @Override
    public String toString() {
        int rows = 10;
        int columns = 40;
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "ROC, area %.4f%n", area()));
        for (int row = rows; row >= 0; row--) {
            StringBuilder line = new StringBuilder(row == rows ? "1.0 |" : row == 0 ? "0.0 |" : "    |");
            for (int column = 0; column <= columns; column++) {
                boolean curve = Math.round(at((double) column / columns) * rows) == row;
                boolean chance = Math.round((double) column / columns * rows) == row;
                line.append(curve ? '*' : chance ? '.' : ' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.append("     0.0")
                .append(" ".repeat(columns - 5))
                .append("1.0\n")
                .toString();
    }
}
