package dev.plumb.preprocess;

import java.util.Arrays;

/**
 * Mean and biased variance of streamed numbers, by channel: each batch's are merged into those so far (Chan, Golub and LeVeque 1979), in doubles.
 * Nothing is kept of the numbers.
 */
public final class Moments {
    private final int[] sizes;
    private final boolean[] kept;
    private final double[] means;
    private final double[] squares;
    private long count;

    /**
     * Nothing yet.
     *
     * @param sizes of the axes of an example
     * @param kept for each of them, whether it has a mean for each index
     */
    public Moments(int[] sizes, boolean[] kept) {
        this.sizes = sizes.clone();
        this.kept = kept.clone();
        int channels = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            channels *= kept[axis] ? sizes[axis] : 1;
        }
        this.means = new double[channels];
        this.squares = new double[channels];
    }

    /** Takes the numbers of examples, row by row. */
    public void add(int examples, float... numbers) {
        long[] counts = new long[means.length];
        double[] ownMeans = new double[means.length];
        double[] ownSquares = new double[means.length];
        int[] channels = channels();
        for (int i = 0; i < numbers.length; i++) {
            int channel = channels[i % channels.length];
            counts[channel]++;
            double distance = numbers[i] - ownMeans[channel];
            ownMeans[channel] += distance / counts[channel];
            ownSquares[channel] += distance * (numbers[i] - ownMeans[channel]);
        }
        long own = (long) examples * channels.length / means.length;
        for (int c = 0; c < means.length; c++) {
            double distance = ownMeans[c] - means[c];
            long all = count + own;
            means[c] += distance * own / all;
            squares[c] += ownSquares[c] + distance * distance * count * own / all;
        }
        count += own;
    }

    /** The channel of each number of an example. */
    private int[] channels() {
        int elements = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
        int[] channels = new int[elements];
        for (int i = 0; i < elements; i++) {
            int rest = i;
            int factor = 1;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                if (kept[axis]) {
                    channels[i] += rest % sizes[axis] * factor;
                    factor *= sizes[axis];
                }
                rest /= sizes[axis];
            }
        }
        return channels;
    }

    /** How many numbers each channel has had. */
    public long count() {
        return count;
    }

    /** The means. */
    public float[] means() {
        return floats(means, 1);
    }

    /** The variances: the mean square of the distance from the mean. */
    public float[] variances() {
        return floats(squares, (double) count);
    }

    private static float[] floats(double[] numbers, double divisor) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) (numbers[i] / divisor);
        }
        return floats;
    }
}
