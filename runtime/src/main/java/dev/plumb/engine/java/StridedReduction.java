package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Reduce;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Any reduction over any axes, one row of the source at a time. */
final class StridedReduction {

    private StridedReduction() {}

    static Kernel kernel(Reduce op, Work work) {
        ArrayType source = work.input(0).type();
        int inner = source.rank() == 0 ? 1 : source.size(-1);
        int rows = source.elements() / inner;
        boolean across = op.axes().contains(source.rank() - 1);
        int[] begins = rowBegins(op, source, rows);
        FloatBuffer from = work.input(0).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        Reduce.Function function = op.function();
        float[] row = new float[inner];
        float[] sum = new float[inner];
        float[] result = new float[work.output(0).type().elements()];
        float scale = function == Reduce.Function.MEAN ? (float) result.length / source.elements() : 1;
        return JavaKernels.task(work, () -> {
            Arrays.fill(result, start(function));
            for (int index = 0; index < rows; index++) {
                from.get(index * inner, row);
                if (across) {
                    result[begins[index]] = combine(function, result[begins[index]], reduce(function, row));
                    continue;
                }
                // Over two whole arrays the loop is made of vector instructions, over a part of one it is not.
                if (index == 0 || begins[index] != begins[index - 1]) {
                    System.arraycopy(result, begins[index], sum, 0, inner);
                }
                combine(function, sum, row);
                if (index == rows - 1 || begins[index] != begins[index + 1]) {
                    System.arraycopy(sum, 0, result, begins[index], inner);
                }
            }
            for (int index = 0; index < result.length; index++) {
                result[index] *= scale;
            }
            to.put(0, result);
        });
    }

    /** For each row of the source, where its result begins. */
    private static int[] rowBegins(Reduce op, ArrayType source, int rows) {
        int[] strides = new int[source.rank()];
        int stride = 1;
        for (int axis = source.rank() - 1; axis >= 0; axis--) {
            if (!op.axes().contains(axis)) {
                strides[axis] = stride;
                stride *= source.size(axis);
            }
        }
        int[] begins = new int[rows];
        for (int row = 0; row < rows; row++) {
            int rest = row;
            for (int axis = source.rank() - 2; axis >= 0; axis--) {
                begins[row] += rest % source.size(axis) * strides[axis];
                rest /= source.size(axis);
            }
        }
        return begins;
    }

    private static float start(Reduce.Function function) {
        return switch (function) {
            case SUM, MEAN -> 0;
            case MAX -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
        };
    }

    private static float reduce(Reduce.Function function, float[] row) {
        float result = start(function);
        for (float value : row) {
            result = combine(function, result, value);
        }
        return result;
    }

    private static float combine(Reduce.Function function, float left, float right) {
        return switch (function) {
            case SUM, MEAN -> left + right;
            case MAX -> Math.max(left, right);
            case MIN -> Math.min(left, right);
        };
    }

    private static void combine(Reduce.Function function, float[] result, float[] row) {
        switch (function) {
            case SUM, MEAN -> add(result, row);
            case MAX -> max(result, row);
            case MIN -> min(result, row);
        }
    }

    private static void add(float[] result, float[] row) {
        for (int index = 0; index < row.length; index++) {
            result[index] += row[index];
        }
    }

    private static void max(float[] result, float[] row) {
        for (int index = 0; index < row.length; index++) {
            result[index] = Math.max(result[index], row[index]);
        }
    }

    private static void min(float[] result, float[] row) {
        for (int index = 0; index < row.length; index++) {
            result[index] = Math.min(result[index], row[index]);
        }
    }
}
