package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Reading and writing where whole numbers say. Every number is checked: a wrong one must not touch foreign memory. */
final class Lookups {

    private Lookups() {}

    static Kernel gatherRows(Work work) {
        FloatBuffer table = work.input(0).borrowFloats();
        IntBuffer ids = work.input(1).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int rows = work.input(0).type().size(0);
        int width = work.input(0).type().size(1);
        int count = work.input(1).type().elements();
        return JavaKernels.task(work, () -> {
            for (int index = 0; index < count; index++) {
                int id = checked("GatherRows", ids.get(index), rows);
                to.put(index * width, table, id * width, width);
            }
        });
    }

    static Kernel scatterAddRows(Work work) {
        FloatBuffer updates = work.input(0).borrowFloats();
        IntBuffer ids = work.input(1).borrowInts();
        Slot target = work.output(0);
        FloatBuffer table = target.borrowFloats();
        int rows = target.type().size(0);
        int width = target.type().size(1);
        int count = work.input(1).type().elements();
        int elements = target.type().elements();
        float[] zeros = new float[Math.min(elements, JavaKernels.BLOCK)];
        float[] sum = new float[width];
        float[] update = new float[width];
        return JavaKernels.task(work, () -> {
            JavaKernels.fill(table, elements, zeros);
            for (int index = 0; index < count; index++) {
                int begin = checked("ScatterAddRows", ids.get(index), rows) * width;
                table.get(begin, sum);
                updates.get(index * width, update);
                for (int column = 0; column < width; column++) {
                    sum[column] += update[column];
                }
                table.put(begin, sum);
            }
        });
    }

    static Kernel pickLast(Work work) {
        FloatBuffer from = work.input(0).borrowFloats();
        IntBuffer indices = work.input(1).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int width = work.input(0).type().size(-1);
        int count = work.output(0).type().elements();
        return JavaKernels.task(work, () -> {
            for (int row = 0; row < count; row++) {
                to.put(row, from.get(row * width + checked("PickLast", indices.get(row), width)));
            }
        });
    }

    static Kernel placeLast(Work work) {
        FloatBuffer from = work.input(0).borrowFloats();
        IntBuffer indices = work.input(1).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int width = work.output(0).type().size(-1);
        int count = work.input(0).type().elements();
        int elements = work.output(0).type().elements();
        float[] zeros = new float[Math.min(elements, JavaKernels.BLOCK)];
        return JavaKernels.task(work, () -> {
            JavaKernels.fill(to, elements, zeros);
            for (int row = 0; row < count; row++) {
                to.put(row * width + checked("PlaceLast", indices.get(row), width), from.get(row));
            }
        });
    }

    private static int checked(String op, int id, int bound) {
        if (id < 0 || id >= bound) {
            throw new IndexOutOfBoundsException(op + ": id " + id + " is outside of 0 to " + (bound - 1));
        }
        return id;
    }
}
