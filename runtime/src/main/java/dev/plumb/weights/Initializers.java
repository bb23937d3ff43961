package dev.plumb.weights;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.spec.Fans;
import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Draws the starting values of weights by the formulas of Keras 3. Same seed, same values: the generator is a hash of the seed and a
 * counter, and normal values come from {@link StrictMath}, so neither machine nor Java version matters.
 */
final class Initializers {
    /** The deviation of a standard normal that is redrawn beyond 2, by which Keras divides to get the deviation asked for. */
    private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

    private static final int BLOCK = 4096;

    private Initializers() {}

    /**
     * Draws the values of a weight, row by row.
     *
     * @param values where they go: as many elements as the shape has, all 0
     * @throws IllegalArgumentException if the initializer does not fit the shape
     */
    static void draw(Init.Spec init, long[] shape, Fans fans, long seed, FloatBuffer values) {
        Random random = new Random(seed);
        switch (init.value()) {
            case ZEROS -> {} // as they are
            case ONES -> fill(values, 1);
            case CONSTANT -> fill(values, (float) init.constant());
            case RANDOM_NORMAL -> normal(values, random, init.mean(), init.stddev());
            case TRUNCATED_NORMAL -> truncatedNormal(values, random, init.mean(), init.stddev());
            case RANDOM_UNIFORM -> uniform(values, random, init.minval(), init.maxval());
            case GLOROT_UNIFORM -> scaled(values, random, 1, Init.Fan.FAN_AVG, Init.Distribution.UNIFORM, fans);
            case GLOROT_NORMAL -> scaled(values, random, 1, Init.Fan.FAN_AVG, Init.Distribution.TRUNCATED_NORMAL, fans);
            case HE_UNIFORM -> scaled(values, random, 2, Init.Fan.FAN_IN, Init.Distribution.UNIFORM, fans);
            case HE_NORMAL -> scaled(values, random, 2, Init.Fan.FAN_IN, Init.Distribution.TRUNCATED_NORMAL, fans);
            case LECUN_UNIFORM -> scaled(values, random, 1, Init.Fan.FAN_IN, Init.Distribution.UNIFORM, fans);
            case LECUN_NORMAL -> scaled(values, random, 1, Init.Fan.FAN_IN, Init.Distribution.TRUNCATED_NORMAL, fans);
            case VARIANCE_SCALING -> scaled(values, random, init.scale(), init.mode(), init.distribution(), fans);
            case ORTHOGONAL -> orthogonal(values, random, init.gain(), shape);
            case IDENTITY -> identity(values, init.gain(), shape);
        }
    }

    private static void fill(FloatBuffer values, float value) {
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, value);
        }
    }

    /** keras.initializers.VarianceScaling. */
    private static void scaled(
            FloatBuffer values, Random random, double scale, Init.Fan mode, Init.Distribution distribution, Fans fans) {
        double fan =
                switch (mode) {
                    case FAN_IN -> fans.in();
                    case FAN_OUT -> fans.out();
                    case FAN_AVG -> (fans.in() + fans.out()) / 2.0;
                };
        double variance = scale / Math.max(1, fan);
        switch (distribution) {
            case UNIFORM -> uniform(values, random, -Math.sqrt(3 * variance), Math.sqrt(3 * variance));
            case TRUNCATED_NORMAL -> truncatedNormal(values, random, 0, Math.sqrt(variance) / TRUNCATED_DEVIATION);
            case UNTRUNCATED_NORMAL -> normal(values, random, 0, Math.sqrt(variance));
        }
    }

    private static void uniform(FloatBuffer values, Random random, double low, double high) {
        // By blocks: to put numbers one by one takes longer than to draw them, before the JVM has compiled it.
        float[] block = new float[Math.min(BLOCK, values.capacity())];
        for (int from = 0; from < values.capacity(); from += block.length) {
            int count = Math.min(block.length, values.capacity() - from);
            for (int i = 0; i < count; i++) {
                block[i] = (float) (low + (high - low) * random.uniform());
            }
            values.put(from, block, 0, count);
        }
    }

    private static void normal(FloatBuffer values, Random random, double mean, double deviation) {
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (float) (mean + deviation * random.normal()));
        }
    }

    private static void truncatedNormal(FloatBuffer values, Random random, double mean, double deviation) {
        for (int i = 0; i < values.capacity(); i++) {
            double drawn = random.normal();
            while (Math.abs(drawn) > 2) {
                drawn = random.normal();
            }
            values.put(i, (float) (mean + deviation * drawn));
        }
    }

    /**
     * Orthonormal rows or columns, whichever are fewer, of the weight as a matrix with its last axis as columns: Gram–Schmidt, twice for
     * accuracy, of a normal matrix. This is the Q of its QR decomposition with a positive diagonal of R, as in Keras. The basis is as large
     * as the weight, in double precision, so it lies in native memory; two of its vectors at a time are on the heap.
     */
    private static void orthogonal(FloatBuffer values, Random random, double gain, long[] shape) {
        if (shape.length < 2) {
            throw new IllegalArgumentException(
                    "the initializer ORTHOGONAL needs a weight of rank 2 or more, not " + Arrays.toString(shape));
        }
        int columns = Math.toIntExact(shape[shape.length - 1]);
        int rows = values.capacity() / columns;
        int vectors = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        long bytes = (long) length * Double.BYTES;
        Storage storage = Storage.allocate(vectors * bytes);
        try {
            DoubleBuffer[] basis = new DoubleBuffer[vectors];
            double[] vector = new double[length];
            double[] other = new double[length];
            for (int i = 0; i < vectors; i++) {
                for (int k = 0; k < length; k++) {
                    vector[k] = random.normal();
                }
                for (int pass = 0; pass < 2; pass++) {
                    for (int j = 0; j < i; j++) {
                        basis[j].get(0, other);
                        double along = dot(vector, other);
                        for (int k = 0; k < length; k++) {
                            vector[k] -= along * other[k];
                        }
                    }
                }
                double norm = Math.sqrt(dot(vector, vector));
                for (int k = 0; k < length; k++) {
                    vector[k] /= norm;
                    int at = rows < columns ? i * columns + k : k * columns + i;
                    values.put(at, (float) (gain * vector[k]));
                }
                basis[i] = storage.buffer(i * bytes, bytes).asDoubleBuffer().put(0, vector);
            }
        } finally {
            Reference.reachabilityFence(storage);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void identity(FloatBuffer values, double gain, long[] shape) {
        if (shape.length != 2) {
            throw new IllegalArgumentException("the initializer " + Initializer.IDENTITY
                    + " needs a weight of rank 2, not " + Arrays.toString(shape));
        }
        for (int i = 0; i < Math.min(shape[0], shape[1]); i++) {
            values.put(Math.toIntExact(i * shape[1] + i), (float) gain);
        }
    }

    /** SplitMix64 (Steele, Lea, Flood 2014); normal values by Box and Muller. */
    private static final class Random {
        private long state;
        private double spare = Double.NaN;

        Random(long seed) {
            this.state = seed;
        }

        double uniform() {
            return (next() >>> 11) * 0x1p-53;
        }

        double normal() {
            if (!Double.isNaN(spare)) {
                double value = spare;
                spare = Double.NaN;
                return value;
            }
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
            double angle = 2 * Math.PI * uniform();
            spare = radius * StrictMath.sin(angle);
            return radius * StrictMath.cos(angle);
        }

        private long next() {
            state += 0x9E3779B97F4A7C15L;
            return Seeds.mix(state);
        }
    }
}
