package dev.plumb.preprocess;

import dev.plumb.dsl.OutputMode;

/**
 * Writes what a mode makes of ids.
 *
 * @param mode any but INT
 * @param columns the number of ids
 */
record Encoder(OutputMode mode, int columns) {
    /** The id of what is left out. */
    static final int NONE = -1;

    /** The rows of examples that have as many ids each: one a value for ONE_HOT, one an example otherwise. */
    float[] rows(int examples, int[] ids) {
        int rows = mode == OutputMode.ONE_HOT ? ids.length : examples;
        float[] result = new float[Math.multiplyExact(rows, columns)];
        int width = rows == 0 ? 0 : ids.length / rows;
        for (int row = 0; row < rows; row++) {
            for (int i = row * width; i < (row + 1) * width; i++) {
                mark(result, row, ids[i]);
            }
        }
        return result;
    }

    /** Marks one id in its row. */
    void mark(float[] result, int row, int id) {
        if (id == NONE) {
            return;
        }
        int at = row * columns + id;
        result[at] = mode == OutputMode.COUNT || mode == OutputMode.TF_IDF ? result[at] + 1 : 1;
    }
}
