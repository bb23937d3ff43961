package dev.plumb.train;

import dev.plumb.dsl.DType;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What predictions are compared with: an element is predicted where it is greater. Thresholds that divide 0 to 1 evenly are not compared one by one: each
 * element falls into a bucket between two of them, and what is above follows from the buckets, as in Keras.
 *
 * @param values in the order of the results
 * @param spacing how they lie
 */
record Thresholds(List<Double> values, Spacing spacing) {

    /** How thresholds lie. */
    enum Spacing {
        /** Anywhere. */
        LISTED,
        /** From 0 to 1, evenly. */
        EVEN,
        /** Evenly, the first one below 0 and the last one above 1. */
        EVEN_AROUND
    }

    /** Keras' own. */
    private static final double EPSILON = 1e-7;

    Thresholds {
        values = List.copyOf(values);
    }

    /** These; throws {@link IllegalArgumentException} if one is not between 0 and 1. */
    static Thresholds listed(String metric, List<Double> values) {
        check(metric, values);
        return new Thresholds(values, areEven(values) ? Spacing.EVEN : Spacing.LISTED);
    }

    /** What everything but what was left out is above. */
    static Thresholds belowAll() {
        return new Thresholds(List.of((double) Elements.BELOW_ALL), Spacing.LISTED);
    }

    /** So many from 0 to 1; one is 0.5. */
    static Thresholds even(String metric, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "the metric '" + metric + "' has " + count + " thresholds: expected at least 1");
        }
        return count == 1
                ? new Thresholds(List.of(0.5), Spacing.LISTED)
                : new Thresholds(between(0, inner(count), 1), Spacing.EVEN);
    }

    /** So many, the first one below 0 and the last one above 1. */
    static Thresholds around(String metric, int count) {
        if (count < 2) {
            throw new IllegalArgumentException(
                    "the metric '" + metric + "' has " + count + " thresholds: a curve needs at least 2");
        }
        return new Thresholds(between(-EPSILON, inner(count), 1 + EPSILON), Spacing.EVEN_AROUND);
    }

    /** These in ascending order, one below 0 and one above 1. */
    static Thresholds around(String metric, List<Double> values) {
        check(metric, values);
        List<Double> sorted = values.stream().sorted().toList();
        return new Thresholds(
                between(-EPSILON, sorted, 1 + EPSILON),
                areEven(between(0, sorted, 1)) ? Spacing.EVEN_AROUND : Spacing.LISTED);
    }

    private static void check(String metric, List<Double> values) {
        for (double value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(
                        "the metric '" + metric + "' has the threshold " + value + ": expected numbers from 0 to 1");
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("the metric '" + metric + "' has no threshold: expected at least one");
        }
    }

    private static List<Double> inner(int count) {
        List<Double> inner = new ArrayList<>();
        for (int i = 1; i < count - 1; i++) {
            inner.add((double) i / (count - 1));
        }
        return inner;
    }

    private static List<Double> between(double first, List<Double> inner, double last) {
        List<Double> all = new ArrayList<>(List.of(first));
        all.addAll(inner);
        all.add(last);
        return all;
    }

    /** As Keras decides it. */
    private static boolean areEven(List<Double> values) {
        if (values.size() < 3) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            double even = (double) i / (values.size() - 1);
            if (!(Math.abs(values.get(i) - even) <= EPSILON + 1e-5 * even)) {
                return false;
            }
        }
        return true;
    }

    /** What is added over batches. */
    List<Var> sums(Elements elements) {
        return spacing == Spacing.LISTED ? compared(elements) : List.of(buckets(elements));
    }

    /** What is above each threshold, (labels, 2, thresholds), and what there is, (labels, 2). */
    private List<Var> compared(Elements elements) {
        float[] limits = new float[values.size()];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = values.get(i).floatValue();
        }
        Var above = elements.values()
                .expandDims(-1)
                .greater(elements.values().recorder().constant(limits));
        Var weighed = elements.weighed();
        return List.of(weighed.matmul(above), weighed.sum(-1));
    }

    /** What lies below the first threshold, and then above each one and not above the next: (labels x (1 + thresholds), 2). */
    private Var buckets(Elements elements) {
        Var values = elements.values();
        int labels = values.size(0);
        int size = size() + 1;
        // Keras puts (i, i + 1] into bucket i. A number that is none goes where 0 does.
        Var within = values.where(values.isNaN().not(), 0).clip(0, 1);
        Var bucket = within.times(size() - 1).ceil();
        if (spacing == Spacing.EVEN_AROUND) {
            bucket = bucket.maximum(1);
        }
        Var offset = values.recorder().range(labels).times(size).expandDims(1);
        int elementsOfAll = values.type().elements();
        Var ids = bucket.plus(offset).reshape(elementsOfAll).cast(DType.INT32);
        Var weighed = elements.weighed().transpose(0, 2, 1).reshape(elementsOfAll, 2);
        return weighed.scatterAdd(ids, 0, labels * size);
    }

    int size() {
        return values.size();
    }

    /** The counts of each label. */
    List<PositiveCounts> counts(List<double[]> sums) {
        List<PositiveCounts> counts = new ArrayList<>();
        int labels = sums.get(0).length / 2 / (spacing == Spacing.LISTED ? size() : size() + 1);
        for (int label = 0; label < labels; label++) {
            counts.add(spacing == Spacing.LISTED ? ofCompared(sums, label) : ofBuckets(sums.get(0), label));
        }
        return counts;
    }

    private PositiveCounts ofCompared(List<double[]> sums, int label) {
        int from = 2 * label * size();
        double[] positive = Arrays.copyOfRange(sums.get(0), from, from + size());
        double[] negative = Arrays.copyOfRange(sums.get(0), from + size(), from + 2 * size());
        return new PositiveCounts(positive, negative, sums.get(1)[2 * label], sums.get(1)[2 * label + 1]);
    }

    private PositiveCounts ofBuckets(double[] buckets, int label) {
        double[] positive = new double[size()];
        double[] negative = new double[size()];
        int first = 2 * label * (size() + 1);
        double positives = 0;
        double negatives = 0;
        for (int i = size(); i >= 0; i--) {
            positives += buckets[first + 2 * i];
            negatives += buckets[first + 2 * i + 1];
            if (i > 0) {
                positive[i - 1] = positives;
                negative[i - 1] = negatives;
            }
        }
        return new PositiveCounts(positive, negative, positives, negatives);
    }
}
