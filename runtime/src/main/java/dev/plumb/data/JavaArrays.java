package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** Arrays of arrays as examples: a row each. */
final class JavaArrays {
    private JavaArrays() {}

    /** Tells rows of different lengths, and another number of rows than of their partners. */
    static <R> void check(String name, R[] rows, ToIntFunction<R> length, String other, int others) {
        if (rows.length != others) {
            throw new InputException(
                    "'" + name + "' has " + rows.length + " rows and '" + other + "' " + others + ": expected as many");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw new InputException("row " + i + " of '" + name + "' is null");
            }
            if (length.applyAsInt(rows[i]) != length.applyAsInt(rows[0])) {
                throw new InputException("row " + i + " of '" + name + "' has " + length.applyAsInt(rows[i])
                        + " numbers, row 0 has " + length.applyAsInt(rows[0]) + ": expected rows of one length");
            }
        }
    }

    /** Each number as a row. */
    static float[][] rows(float[] numbers) {
        float[][] rows = new float[numbers.length][];
        Arrays.setAll(rows, i -> new float[] {numbers[i]});
        return rows;
    }

    /** Each number as a row. */
    static double[][] rows(double[] numbers) {
        double[][] rows = new double[numbers.length][];
        Arrays.setAll(rows, i -> new double[] {numbers[i]});
        return rows;
    }

    static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw new InputException("row " + i + " is null");
            }
            floats[i] = new float[rows[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return floats;
    }
}
