package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.op.ArrayType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Repeats an array along some axes, one row of the result at a time. */
final class StridedBroadcast {

    private StridedBroadcast() {}

    static Kernel kernel(Slot source, Slot target) {
        return source.type().elements() == 1 ? fill(source, target) : rows(source, target);
    }

    private static Kernel fill(Slot source, Slot target) {
        FloatBuffer from = source.borrowFloats();
        FloatBuffer to = target.borrowFloats();
        int elements = target.type().elements();
        float[] block = new float[Math.min(JavaKernels.BLOCK, elements)];
        return new Task("Fill" + target.type().shape(), List.of(source, target), () -> {
            Arrays.fill(block, from.get(0));
            JavaKernels.fill(to, elements, block);
        });
    }

    private static Kernel rows(Slot source, Slot target) {
        ArrayType result = target.type();
        int rank = result.rank();
        int inner = rank == 0 ? 1 : result.size(-1);
        int rows = result.elements() / inner;
        int[] begins = rowBegins(source.type(), result, rows);
        boolean repeated = source.type().rank() == 0 || source.type().size(-1) != inner;
        FloatBuffer from = source.borrowFloats();
        FloatBuffer to = target.borrowFloats();
        float[] row = new float[inner];
        return new Task("Broadcast" + source.type().shape() + result.shape(), List.of(source, target), () -> {
            int loaded = -1;
            for (int index = 0; index < rows; index++) {
                int begin = begins[index];
                if (begin != loaded) {
                    if (repeated) {
                        Arrays.fill(row, from.get(begin));
                    } else {
                        from.get(begin, row);
                    }
                    loaded = begin;
                }
                to.put(index * inner, row);
            }
        });
    }

    /** For each row of the result, where its elements begin in the source. */
    private static int[] rowBegins(ArrayType source, ArrayType result, int rows) {
        int[] begins = new int[rows];
        for (int row = 0; row < rows; row++) {
            int rest = row;
            for (int axis = result.rank() - 2; axis >= 0; axis--) {
                int coordinate = rest % result.size(axis);
                rest /= result.size(axis);
                int own = axis - (result.rank() - source.rank());
                if (own >= 0 && source.size(own) != 1) {
                    begins[row] += coordinate * source.product(own + 1, source.rank());
                }
            }
        }
        return begins;
    }
}
