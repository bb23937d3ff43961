package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Softmax;
import java.nio.FloatBuffer;
import java.util.Optional;

/** A softmax over the last axis of a few numbers. */
final class SmallSoftmax {
    /** A call of native code takes as long as this many exponentials or longer. */
    private static final int MOST_ELEMENTS = 64;

    private SmallSoftmax() {}

    /** None where a library is faster, or for another form of it. */
    static Optional<Kernel> kernel(Softmax op, Work work) {
        ArrayType type = work.input(0).type();
        if (op.log() || op.axis() != type.rank() - 1 || type.elements() > MOST_ELEMENTS || type.elements() == 0) {
            return Optional.empty();
        }
        FloatBuffer from = work.input(0).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int elements = type.elements();
        float[] row = new float[type.size(-1)];
        return Optional.of(JavaKernels.task(work, () -> {
            for (int first = 0; first < elements; first += row.length) {
                from.get(first, row);
                softmax(row);
                to.put(first, row);
            }
        }));
    }

    /** In place. One number that is NaN makes all NaN. */
    private static void softmax(float[] row) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float number : row) {
            largest = Math.max(largest, number);
        }
        float sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = Exponential.of(row[i] - largest);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
    }
}
