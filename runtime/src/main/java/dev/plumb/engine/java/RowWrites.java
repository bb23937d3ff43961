package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.WriteRows;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Rows of an array that others replace. */
final class RowWrites {
    private RowWrites() {}

    static Kernel kernel(WriteRows op, Work work) {
        ArrayType type = work.output(0).type();
        ArrayType part = work.input(1).type();
        FloatBuffer array = work.input(0).borrowFloats();
        FloatBuffer rows = work.input(1).borrowFloats();
        IntBuffer position = work.input(2).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        boolean isInPlace = work.input(0).equals(work.output(0));
        int groups = type.product(0, op.axis());
        int row = type.product(op.axis() + 1, type.rank());
        int all = type.size(op.axis());
        int some = part.size(op.axis());
        return JavaKernels.task(work, () -> {
            int first = position.get(0);
            if (first < 0 || first > all - some) {
                throw new IndexOutOfBoundsException(
                        "WriteRows: " + some + " rows from " + first + " on are outside of " + all);
            }
            if (!isInPlace) {
                to.put(0, array, 0, groups * all * row);
            }
            for (int group = 0; group < groups; group++) {
                to.put((group * all + first) * row, rows, group * some * row, some * row);
            }
        });
    }
}
