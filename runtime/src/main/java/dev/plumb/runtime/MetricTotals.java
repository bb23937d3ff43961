package dev.plumb.runtime;

import dev.plumb.compile.BatchScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sums of metrics over batches, in double precision, in one array each. What sums a metric has is known with the first batch. */
final class MetricTotals {
    /** By output and metric. */
    private final List<Integer> metrics;

    /** By output, metric and sum; empty before anything was added. */
    private double[][][][] totals = new double[0][][][];

    /**
     * Nothing added.
     *
     * @param metrics how many each output has
     */
    MetricTotals(List<Integer> metrics) {
        this.metrics = metrics;
    }

    /** Adds a batch; allocates nothing but for the first one. Throws {@link IllegalStateException} if its sums are of other sizes. */
    void add(BatchScores step) {
        if (totals.length == 0) {
            totals = arrays(step);
        }
        for (int i = 0; i < totals.length; i++) {
            for (int m = 0; m < totals[i].length; m++) {
                check(step, i, m);
                for (int s = 0; s < totals[i][m].length; s++) {
                    step.addTo(totals[i][m][s], 0, i, m, s);
                }
            }
        }
    }

    private double[][][][] arrays(BatchScores step) {
        double[][][][] arrays = new double[metrics.size()][][][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new double[metrics.get(i)][][];
            for (int m = 0; m < arrays[i].length; m++) {
                arrays[i][m] = new double[step.sums(i, m)][];
                for (int s = 0; s < arrays[i][m].length; s++) {
                    arrays[i][m][s] = new double[step.size(i, m, s)];
                }
            }
        }
        return arrays;
    }

    private void check(BatchScores step, int output, int metric) {
        double[][] sums = totals[output][metric];
        boolean same = sums.length == step.sums(output, metric);
        for (int s = 0; same && s < sums.length; s++) {
            same = sums[s].length == step.size(output, metric, s);
        }
        if (!same) {
            throw new IllegalStateException("metric " + metric + " of output " + output
                    + " has sums of other sizes in this batch than in those before: their shapes must not"
                    + " depend on the batch");
        }
    }

    /** The sums of one metric. */
    List<double[]> of(int output, int metric) {
        return Arrays.asList(totals[output][metric]);
    }

    /** All of them, each metric with the number of its sums and their sizes before them. */
    double[] flat() {
        List<double[]> parts = new ArrayList<>();
        for (double[][][] output : totals) {
            for (double[][] sums : output) {
                parts.add(new double[] {sums.length});
                parts.add(Arrays.stream(sums).mapToDouble(sum -> sum.length).toArray());
                parts.addAll(Arrays.asList(sums));
            }
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** Forgets all. */
    void clear() {
        totals = new double[0][][][];
    }

    /** A number of sums, of which there are no more than follow: nothing is reserved for others. */
    private static int size(double[] flat, int at) {
        double size = flat[at];
        if (!(size >= 0 && size < flat.length - at && size == Math.rint(size))) {
            throw new IndexOutOfBoundsException("no number of sums: " + size);
        }
        return (int) size;
    }

    /** Takes what {@link #flat} gave, from a place of an array to its end. Throws {@link IllegalArgumentException} if it is of other metrics. */
    void restore(double[] flat, int from) {
        double[][][][] restored = new double[metrics.size()][][][];
        int at = from;
        try {
            for (int i = 0; i < restored.length; i++) {
                restored[i] = new double[metrics.get(i)][][];
                for (int m = 0; m < restored[i].length; m++) {
                    int count = size(flat, at);
                    int values = at + 1 + count;
                    restored[i][m] = new double[count][];
                    for (int s = 0; s < count; s++) {
                        int size = size(flat, at + 1 + s);
                        restored[i][m][s] = Arrays.copyOfRange(flat, values, values + size);
                        values += size;
                    }
                    at = values;
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("these are scores of other metrics", e);
        }
        if (at != flat.length) {
            throw new IllegalArgumentException("these are scores of other metrics");
        }
        totals = restored;
    }
}
