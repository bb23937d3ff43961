package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.LayerNormalization;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The normalization of one to a few rows by their own moments. */
final class SmallNormalization {
    /** A call of native code takes as long as this many numbers or longer. */
    private static final int MOST_ELEMENTS = 1024;

    private static final int SUMS = 4;

    private final FloatBuffer from;
    private final FloatBuffer scales;
    private final FloatBuffer shifts;
    private final FloatBuffer to;
    private final FloatBuffer means;
    private final FloatBuffer variances;
    private final float epsilon;
    private final int rows;
    private final float[] row;
    private final float[] scale;
    private final float[] shift;

    private SmallNormalization(LayerNormalization op, Work work, int columns) {
        this.from = work.input(0).borrowFloats();
        this.scales = work.input(1).borrowFloats();
        this.shifts = work.input(2).borrowFloats();
        this.to = work.output(0).borrowFloats();
        this.means = work.output(1).borrowFloats();
        this.variances = work.output(2).borrowFloats();
        this.epsilon = op.epsilon();
        this.rows = work.input(0).type().elements() / columns;
        this.row = new float[columns];
        this.scale = new float[columns];
        this.shift = new float[columns];
    }

    /** None where a library is faster. */
    static Optional<Kernel> kernel(LayerNormalization op, Work work) {
        ArrayType type = work.input(0).type();
        if (type.elements() == 0 || type.elements() > MOST_ELEMENTS) {
            return Optional.empty();
        }
        SmallNormalization normalization = new SmallNormalization(op, work, type.size(-1));
        return Optional.of(JavaKernels.task(work, normalization::run));
    }

    private void run() {
        scales.get(0, scale);
        shifts.get(0, shift);
        for (int i = 0; i < rows; i++) {
            from.get(i * row.length, row);
            float mean = sum(row) / row.length;
            float variance = sumOfSquares(row, mean) / row.length;
            normalize(row, mean, (float) (1 / Math.sqrt(variance + epsilon)), scale, shift);
            to.put(i * row.length, row);
            means.put(i, mean);
            variances.put(i, variance);
        }
    }

    /** Several sums: each addition to one sum waits for the one before. */
    private static float sum(float[] row) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + SUMS <= row.length; i += SUMS) {
            a += row[i];
            b += row[i + 1];
            c += row[i + 2];
            d += row[i + 3];
        }
        for (; i < row.length; i++) {
            a += row[i];
        }
        return a + b + (c + d);
    }

    private static float sumOfSquares(float[] row, float mean) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + SUMS <= row.length; i += SUMS) {
            a += (row[i] - mean) * (row[i] - mean);
            b += (row[i + 1] - mean) * (row[i + 1] - mean);
            c += (row[i + 2] - mean) * (row[i + 2] - mean);
            d += (row[i + 3] - mean) * (row[i + 3] - mean);
        }
        for (; i < row.length; i++) {
            a += (row[i] - mean) * (row[i] - mean);
        }
        return a + b + (c + d);
    }

    private static void normalize(float[] row, float mean, float factor, float[] scale, float[] shift) {
        for (int i = 0; i < row.length; i++) {
            row[i] = (row[i] - mean) * factor * scale[i] + shift[i];
        }
    }
}
