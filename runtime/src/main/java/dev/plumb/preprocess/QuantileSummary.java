package dev.plumb.preprocess;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Where the quantiles of streamed numbers are, about: at most 1 / epsilon places with the number of values that each stands for. Batches are
 * summarized and merged as Keras's {@code Discretization} does it, number by number: places are float32, what is computed between is double.
 */
public final class QuantileSummary {
    private final double epsilon;
    private float[] places = {};
    private float[] weights = {};

    /**
     * Nothing yet.
     *
     * @param epsilon between 0 and 1: how far a boundary may be from its place, as a share of all numbers
     */
    public QuantileSummary(double epsilon) {
        this.epsilon = epsilon;
    }

    /** Takes the numbers of a batch. */
    public void add(float... numbers) {
        float[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double step = Math.max(sorted.length / (1 / epsilon), 1);
        int stride = (int) step;
        int start = (int) (step - 1);
        int count = start >= sorted.length ? 0 : (sorted.length - 1 - start) / stride + 1;
        float[] own = new float[count];
        float[] ownWeights = new float[count];
        for (int i = 0; i < count; i++) {
            own[i] = sorted[start + i * stride];
            ownWeights[i] = (float) step;
        }
        merge(own, ownWeights);
    }

    private void merge(float[] own, float[] ownWeights) {
        int size = own.length + places.length;
        float[] merged = Arrays.copyOf(own, size);
        float[] mergedWeights = Arrays.copyOf(ownWeights, size);
        System.arraycopy(places, 0, merged, own.length, places.length);
        System.arraycopy(weights, 0, mergedWeights, own.length, places.length);
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> merged[i]))
                .mapToInt(i -> i)
                .toArray();
        places = new float[size];
        weights = new float[size];
        for (int i = 0; i < size; i++) {
            places[i] = merged[order[i]];
            weights[i] = mergedWeights[order[i]];
        }
        compress(epsilon);
    }

    /** The boundaries between so many bins that about as many numbers fall into each. */
    public float[] boundaries(int bins) {
        QuantileSummary coarse = new QuantileSummary(epsilon);
        coarse.places = places;
        coarse.weights = weights;
        coarse.compress(1.0 / bins);
        return Arrays.copyOf(coarse.places, coarse.places.length - 1);
    }

    /** Leaves as many places as there are steps of this share from 0 to 1. */
    private void compress(double share) {
        if (places.length * share < 1) {
            return;
        }
        int steps = (int) Math.ceil(1 / share);
        // numpy adds up float32 in float32
        float[] cumulated = new float[weights.length];
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            cumulated[i] = sum;
        }
        float[] shares = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            shares[i] = cumulated[i] / sum;
        }
        float[] newPlaces = new float[steps];
        float[] newWeights = new float[steps];
        double before = 0;
        for (int i = 0; i < steps; i++) {
            double at = share + i * share;
            newPlaces[i] = (float) interpolated(at, shares, places);
            double weight = interpolated(at, shares, cumulated);
            newWeights[i] = (float) (weight - before);
            before = weight;
        }
        places = newPlaces;
        weights = newWeights;
    }

    /** As numpy's {@code interp}: linear between neighbours, the first or last value beyond them. */
    private static double interpolated(double at, float[] xs, float[] ys) {
        int last = xs.length - 1;
        if (at >= xs[last]) {
            return ys[last];
        }
        if (at < xs[0]) {
            return ys[0];
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (xs[middle] <= at) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double slope = ((double) ys[low + 1] - ys[low]) / ((double) xs[low + 1] - xs[low]);
        return slope * (at - xs[low]) + ys[low];
    }
}
