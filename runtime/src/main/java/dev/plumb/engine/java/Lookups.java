package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Gather;
import dev.plumb.ops.op.ScatterAdd;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Reading and writing where whole numbers say. Every number is checked: a wrong one must not touch foreign memory. */
final class Lookups {

    private Lookups() {}

    static Kernel gather(Gather op, Work work) {
        FloatBuffer from = work.input(0).borrowFloats();
        IntBuffer ids = work.input(1).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        ArrayType source = work.input(0).type();
        int outer = source.product(0, op.axis());
        int entries = source.size(op.axis());
        int width = source.product(op.axis() + 1, source.rank());
        int count = work.input(1).type().elements();
        return JavaKernels.task(work, () -> {
            for (int block = 0; block < outer; block++) {
                for (int index = 0; index < count; index++) {
                    int begin = (block * entries + checked("Gather", ids.get(index), entries)) * width;
                    if (width == 1) {
                        to.put(block * count + index, from.get(begin));
                    } else {
                        to.put((block * count + index) * width, from, begin, width);
                    }
                }
            }
        });
    }

    static Kernel scatterAdd(ScatterAdd op, Work work) {
        FloatBuffer updates = work.input(0).borrowFloats();
        IntBuffer ids = work.input(1).borrowInts();
        Slot target = work.output(0);
        FloatBuffer table = target.borrowFloats();
        int outer = target.type().product(0, op.axis());
        int width = target.type().product(op.axis() + 1, target.type().rank());
        int count = work.input(1).type().elements();
        int elements = target.type().elements();
        float[] zeros = new float[Math.min(elements, JavaKernels.BLOCK)];
        float[] sum = new float[width];
        float[] update = new float[width];
        return JavaKernels.task(work, () -> {
            JavaKernels.fill(table, elements, zeros);
            for (int block = 0; block < outer; block++) {
                for (int index = 0; index < count; index++) {
                    int begin = (block * op.size() + checked("ScatterAdd", ids.get(index), op.size())) * width;
                    table.get(begin, sum);
                    updates.get((block * count + index) * width, update);
                    for (int column = 0; column < width; column++) {
                        sum[column] += update[column];
                    }
                    table.put(begin, sum);
                }
            }
        });
    }

    static Kernel takeAlong(Work work) {
        FloatBuffer from = work.input(0).borrowFloats();
        IntBuffer ids = work.input(1).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int width = work.input(0).type().size(-1);
        int count = work.output(0).type().size(-1);
        int elements = work.output(0).type().elements();
        return JavaKernels.task(work, () -> {
            for (int index = 0; index < elements; index++) {
                to.put(index, from.get(index / count * width + checked("TakeAlong", ids.get(index), width)));
            }
        });
    }

    static Kernel scatterAlong(Work work) {
        FloatBuffer updates = work.input(0).borrowFloats();
        IntBuffer ids = work.input(1).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int width = work.output(0).type().size(-1);
        int count = work.input(0).type().size(-1);
        int updated = work.input(0).type().elements();
        int elements = work.output(0).type().elements();
        float[] zeros = new float[Math.min(elements, JavaKernels.BLOCK)];
        return JavaKernels.task(work, () -> {
            JavaKernels.fill(to, elements, zeros);
            for (int index = 0; index < updated; index++) {
                int place = index / count * width + checked("ScatterAlong", ids.get(index), width);
                to.put(place, to.get(place) + updates.get(index));
            }
        });
    }

    static int checked(String op, int id, int bound) {
        if (id < 0 || id >= bound) {
            throw new IndexOutOfBoundsException(op + ": id " + id + " is outside of 0 to " + (bound - 1));
        }
        return id;
    }
}
