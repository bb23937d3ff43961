package dev.plumb.engine.java;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Bindings.Place;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ScatterAdd;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows to tables that stay where they are from run to run: only rows that the last run has touched are cleared, where {@link JavaKernels} clears the
 * table. The bits of the result are the same. For the gradients of embeddings.
 */
public final class RowScatter implements KernelProvider {
    private final Map<Place, TouchedRows> tables;

    /**
     * For results that lie in these places, which nobody else writes without {@linkplain TouchedRows#touchAny saying so}.
     *
     * @param tables which rows of each were touched; plans may share them if they run one after the other
     */
    public RowScatter(Map<Place, TouchedRows> tables) {
        this.tables = Map.copyOf(tables);
    }

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return work -> {
            if (!(work.op() instanceof ScatterAdd scatter) || scatter.axis() != 0 || work.isStep() || work.prologue()) {
                return false;
            }
            Slot table = work.output(0);
            @Nullable TouchedRows touched = tables.get(new Place(table.storage(), table.offset()));
            if (touched == null) {
                return false;
            }
            kernels.add(kernel(work, touched), false);
            return true;
        };
    }

    private static Kernel kernel(Work work, TouchedRows touched) {
        FloatBuffer updates = work.input(0).borrowFloats();
        IntBuffer ids = work.input(1).borrowInts();
        FloatBuffer table = work.output(0).borrowFloats();
        int elements = work.output(0).type().elements();
        int width = elements / touched.size();
        int count = work.input(1).type().elements();
        float[] zeros = new float[Math.min(elements, JavaKernels.BLOCK)];
        float[] none = new float[width];
        float[] sum = new float[width];
        float[] update = new float[width];
        return JavaKernels.task(work, () -> {
            if (touched.isAny()) {
                JavaKernels.fill(table, elements, zeros);
            }
            touched.begin();
            for (int index = 0; index < count; index++) {
                int row = Lookups.checked("ScatterAdd", ids.get(index), touched.size());
                if (touched.touch(row)) {
                    System.arraycopy(none, 0, sum, 0, width);
                } else {
                    table.get(row * width, sum);
                }
                updates.get(index * width, update);
                for (int column = 0; column < width; column++) {
                    sum[column] += update[column];
                }
                table.put(row * width, sum);
            }
            for (int index = 0; index < touched.earlierCount(); index++) {
                int row = touched.earlier(index);
                if (!touched.isTouched(row)) {
                    table.put(row * width, none);
                }
            }
            touched.end();
        });
    }
}
