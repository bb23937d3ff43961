package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.QuantizationStep;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** The largest sizes of numbers along an axis. Sizes of floats are in the order of their bits without the sign, and NaN is above all. */
final class QuantizationSteps {
    private static final int SIZE = Integer.MAX_VALUE;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private QuantizationSteps() {}

    static Kernel kernel(QuantizationStep op, Work work) {
        ArrayType type = work.input(0).type();
        int axis = type.axis(op.axis());
        int inner = type.product(axis + 1, type.rank());
        return inner == 1
                ? ofRows(work, type.size(axis))
                : ofColumns(work, type.product(0, axis), type.size(axis), inner);
    }

    private static Kernel ofRows(Work work, int length) {
        IntBuffer from = work.input(0).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int[] row = new int[length];
        float[] steps = new float[work.output(0).type().elements()];
        return JavaKernels.task(work, () -> {
            for (int index = 0; index < steps.length; index++) {
                from.get(index * length, row);
                steps[index] = step(largest(row));
            }
            to.put(0, steps);
        });
    }

    /** Of four numbers at a time: each largest one waits for the one before it. */
    private static int largest(int[] row) {
        int first = 0;
        int second = 0;
        int third = 0;
        int fourth = 0;
        int index = 0;
        for (; index + 4 <= row.length; index += 4) {
            first = Math.max(first, row[index] & SIZE);
            second = Math.max(second, row[index + 1] & SIZE);
            third = Math.max(third, row[index + 2] & SIZE);
            fourth = Math.max(fourth, row[index + 3] & SIZE);
        }
        for (; index < row.length; index++) {
            first = Math.max(first, row[index] & SIZE);
        }
        return Math.max(Math.max(first, second), Math.max(third, fourth));
    }

    private static Kernel ofColumns(Work work, int outer, int rows, int columns) {
        IntBuffer from = work.input(0).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int[] row = new int[columns];
        int[] largest = new int[columns];
        float[] steps = new float[columns];
        return JavaKernels.task(work, () -> {
            for (int matrix = 0; matrix < outer; matrix++) {
                Arrays.fill(largest, 0);
                for (int index = 0; index < rows; index++) {
                    from.get((matrix * rows + index) * columns, row);
                    for (int column = 0; column < columns; column++) {
                        largest[column] = Math.max(largest[column], row[column] & SIZE);
                    }
                }
                for (int column = 0; column < columns; column++) {
                    steps[column] = step(largest[column]);
                }
                to.put(matrix * columns, steps);
            }
        });
    }

    private static float step(int largest) {
        return largest >= INFINITY
                ? Float.NaN
                : Math.max(Float.intBitsToFloat(largest) / QuantizationStep.LARGEST, Float.MIN_NORMAL);
    }
}
