package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.Softmax;
import java.nio.FloatBuffer;

/**
 * The logarithm of a softmax, as exact as float32 is: oneDNN's is wrong by as much as its logarithm, up to 4e-6. In one pass, for arrays that are not
 * large.
 */
final class LogSoftmax {
    private LogSoftmax() {}

    static Kernel kernel(Softmax op, Work work) {
        FloatBuffer from = work.input(0).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int axis = op.axis();
        int rank = work.input(0).type().rank();
        int count = work.input(0).type().size(axis);
        int inner = 1;
        for (int i = axis + 1; i < rank; i++) {
            inner *= work.input(0).type().size(i);
        }
        int stride = inner;
        int elements = work.output(0).type().elements();
        float[] row = new float[count];
        return JavaKernels.task(work, () -> {
            for (int outer = 0; outer < elements; outer += count * stride) {
                for (int first = outer; first < outer + stride; first++) {
                    row(from, to, first, stride, row);
                }
            }
        });
    }

    private static void row(FloatBuffer from, FloatBuffer to, int first, int stride, float[] row) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < row.length; i++) {
            row[i] = from.get(first + i * stride);
            largest = Math.max(largest, row[i]);
        }
        float sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] -= largest;
            sum += Exponential.of(row[i]);
        }
        float logarithm = Logarithm.of(sum);
        for (int i = 0; i < row.length; i++) {
            to.put(first + i * stride, row[i] - logarithm);
        }
    }
}
