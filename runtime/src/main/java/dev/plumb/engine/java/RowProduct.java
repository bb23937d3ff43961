package dev.plumb.engine.java;

import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The product of one row with a matrix that stays the same, with bias and ReLU, in the order in which oneDNN's code for AVX2 adds up ({@code gemv_microkernel}), so that each bit of the result is the same: number k of
 * the row belongs to sum k mod 8, and the eight sums are added by {@code vhaddps}. The matrix is copied to the Java heap as in {@link SmallProduct}: the JVM makes vector instructions of a loop over rows.
 */
final class RowProduct {
    /** oneDNN takes the numbers of longer rows in blocks, and adds up those. */
    static final int MOST_INNER = 1024;

    /** The sums of one result. */
    private static final int LANES = 8;

    private static final int ROWS_AT_A_TIME = 4;

    private final FloatBuffer from;
    private final FloatBuffer to;
    private final float[] example;
    private final float[] result;
    private final float[][] matrix;
    private final float[][] sums;
    private final float @Nullable [] bias;
    private final boolean hasRelu;

    RowProduct(Work work, int inner, int columns, boolean hasBias, boolean hasRelu) {
        this.from = work.input(0).borrowFloats();
        this.to = work.output(0).borrowFloats();
        this.example = new float[inner];
        this.result = new float[columns];
        this.matrix = new float[inner][columns];
        this.sums = new float[LANES][columns];
        this.bias = hasBias ? new float[columns] : null;
        this.hasRelu = hasRelu;
    }

    /** Takes over weights that have changed. */
    void copy(Slot weights, @Nullable Slot biasSlot) {
        FloatBuffer numbers = weights.floats();
        for (int row = 0; row < matrix.length; row++) {
            numbers.get(row * result.length, matrix[row]);
        }
        if (bias != null && biasSlot != null) {
            biasSlot.floats().get(0, bias);
        }
    }

    void run() {
        from.get(0, example);
        for (int lane = 0; lane < LANES; lane++) {
            addUp(lane, sums[lane]);
        }
        add(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], result);
        if (bias != null) {
            add(bias, result);
        }
        if (hasRelu) {
            relu(result);
        }
        to.put(0, result);
    }

    private void addUp(int lane, float[] sum) {
        Arrays.fill(sum, 0);
        int row = lane;
        for (; row + (ROWS_AT_A_TIME - 1) * LANES < example.length; row += ROWS_AT_A_TIME * LANES) {
            addFour(
                    example[row],
                    example[row + LANES],
                    example[row + 2 * LANES],
                    example[row + 3 * LANES],
                    matrix[row],
                    matrix[row + LANES],
                    matrix[row + 2 * LANES],
                    matrix[row + 3 * LANES],
                    sum);
        }
        for (; row < example.length; row += LANES) {
            addOne(example[row], matrix[row], sum);
        }
        if (lane >= example.length % LANES && example.length % LANES != 0) {
            // A row that ends in the midst of the lanes goes on with zeros; they make 0 of -0.
            addZero(sum);
        }
    }

    private static void addFour(
            float a, float b, float c, float d, float[] rowA, float[] rowB, float[] rowC, float[] rowD, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(d, rowD[i], Math.fma(c, rowC[i], Math.fma(b, rowB[i], Math.fma(a, rowA[i], sum[i]))));
        }
    }

    private static void addOne(float a, float[] row, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(a, row[i], sum[i]);
        }
    }

    private static void addZero(float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += 0f;
        }
    }

    private static void add(
            float[] a, float[] b, float[] c, float[] d, float[] e, float[] f, float[] g, float[] h, float[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] = ((a[i] + e[i]) + (b[i] + f[i])) + ((c[i] + g[i]) + (d[i] + h[i]));
        }
    }

    private static void add(float[] numbers, float[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] += numbers[i];
        }
    }

    /** As oneDNN is told to compute it, so that NaN stays: numbers near the smallest lose digits. */
    private static void relu(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            float share = Math.min(Math.max(Float.MAX_VALUE * numbers[i], 0), 1);
            numbers[i] = Math.abs(numbers[i] * share);
        }
    }
}
