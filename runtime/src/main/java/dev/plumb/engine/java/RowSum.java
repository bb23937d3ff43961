package dev.plumb.engine.java;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Adds to a table some others of which it is known where they hold anything but zeros: only these rows are read and written. The bits of the result are those of the
 * sums over all rows, but for the sign of a zero. For the gradients of embeddings that parts of a batch have found.
 *
 * @param shares the rows of the tables that are added, in the order of the operands, of which the first is the sum so far and lies where the result does
 * @param part which of the rows it takes, of so many parts: those of different parts may be added at the same time
 * @param parts into how many parts the rows are divided
 */
public record RowSum(List<TouchedRows> shares, int part, int parts) implements KernelProvider {
    /** Copies the list. */
    public RowSum {
        shares = List.copyOf(shares);
    }

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return work -> {
            if (!work.input(0).equals(work.output(0)) || work.inputs().size() != shares.size() + 1) {
                return false;
            }
            kernels.add(kernel(work), false);
            return true;
        };
    }

    private Kernel kernel(Work work) {
        int rows = shares.get(0).size();
        int width = work.output(0).type().elements() / rows;
        FloatBuffer total = work.output(0).borrowFloats();
        FloatBuffer[] tables =
                work.inputs().stream().skip(1).map(Slot::borrowFloats).toArray(FloatBuffer[]::new);
        float[] sum = new float[width];
        float[] added = new float[width];
        return JavaKernels.task(work, () -> {
            for (int share = 0; share < tables.length; share++) {
                TouchedRows touched = shares.get(share);
                int count = touched.isAny() ? rows : touched.count();
                for (int index = 0; index < count; index++) {
                    int row = touched.isAny() ? index : touched.row(index);
                    if (row % parts == part) {
                        add(total, tables[share], row * width, sum, added);
                    }
                }
            }
        });
    }

    private static void add(FloatBuffer total, FloatBuffer table, int begin, float[] sum, float[] added) {
        total.get(begin, sum);
        table.get(begin, added);
        for (int column = 0; column < sum.length; column++) {
            sum[column] += added[column];
        }
        total.put(begin, sum);
    }
}
