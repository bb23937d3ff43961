package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArgSort;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** Sorting of last axes. */
final class Sorting {

    /** Of a row at least so many times longer than what is wanted of it, the few are kept while it is read. */
    private static final int SELECTED = 16;

    private Sorting() {}

    static Kernel sortLast(Work work) {
        int count = work.input(0).type().size(-1);
        FloatBuffer from = work.input(0).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int rows = work.input(0).type().elements() / count;
        float[] row = new float[count];
        return JavaKernels.task(work, () -> {
            for (int index = 0; index < rows; index++) {
                from.get(index * count, row);
                Arrays.sort(row);
                for (int rank = 0; rank < count; rank++) {
                    to.put(index * count + rank, row[count - 1 - rank]);
                }
            }
        });
    }

    static Kernel argSort(ArgSort op, Work work) {
        int size = work.input(0).type().size(-1);
        int count = op.count();
        FloatBuffer from = work.input(0).borrowFloats();
        IntBuffer to = work.output(0).borrowInts();
        int rows = work.input(0).type().elements() / size;
        boolean selecting = (long) count * SELECTED <= size;
        long[] keys = new long[selecting ? count : size];
        return JavaKernels.task(work, () -> {
            for (int row = 0; row < rows; row++) {
                if (selecting) {
                    select(from, row * size, size, op.descending(), keys);
                } else {
                    for (int index = 0; index < size; index++) {
                        keys[index] = key(from.get(row * size + index), index, op.descending());
                    }
                    Arrays.sort(keys);
                }
                for (int rank = 0; rank < count; rank++) {
                    to.put(row * count + rank, (int) keys[rank]);
                }
            }
        });
    }

    /** The smallest keys in order, by insertion. */
    private static void select(FloatBuffer from, int begin, int size, boolean descending, long[] keys) {
        Arrays.fill(keys, Long.MAX_VALUE);
        for (int index = 0; index < size; index++) {
            long key = key(from.get(begin + index), index, descending);
            int place = keys.length - 1;
            if (key >= keys[place]) {
                continue;
            }
            for (; place > 0 && keys[place - 1] > key; place--) {
                keys[place] = keys[place - 1];
            }
            keys[place] = key;
        }
    }

    /** The number, so that whole numbers have its order, above its index, which decides between equals. */
    private static long key(float number, int index, boolean descending) {
        // -0 becomes 0, each NaN the same one.
        int bits = Float.floatToIntBits(number + 0f);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) (descending ? ~ordered : ordered) << 32) | index;
    }
}
