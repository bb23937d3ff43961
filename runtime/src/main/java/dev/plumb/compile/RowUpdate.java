package dev.plumb.compile;

import dev.plumb.engine.java.TouchedRows;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.train.Optimizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The update of those rows of a table whose gradient may be other than 0, for a rule that leaves the others as they are. Rows are copied to where they lie together,
 * some at a time, updated there by the rule, and copied back: the same operations on each number as over the whole table.
 */
final class RowUpdate {
    /** How many numbers are updated at once: few enough that all arrays stay in the cache, enough that the calls do not count. */
    private static final int AT_ONCE = 1 << 14;

    /**
     * What the update of a row by itself costs in comparison with one among all. Measured with rows of 64: with SGD 52 ns against 8 in a table that lies in the cache and 77
     * against 22 in one that does not, with Adagrad 167 against 48 and 330 against 65.
     */
    private static final int COST_OF_A_ROW = 6;

    private final TouchedRows touched;
    private final int width;
    private final int rowsAtOnce;
    private final Plan plan;
    private final List<FloatBuffer> scalars;
    private final List<Array> arrays = new ArrayList<>();
    private final List<Storage> memory = new ArrayList<>();

    /** An array of a number for each of the table's, and the place of the rows that are updated at the moment. */
    private record Array(FloatBuffer table, FloatBuffer rows, boolean moves) {}

    /**
     * The update of the rows of a table.
     *
     * @param touched of the gradient
     * @param width the numbers in a row
     * @param weights the table, with its first element in bytes
     * @param gradients its gradient
     * @param slots the optimizer's state for it by its names
     */
    RowUpdate(
            Optimizer optimizer,
            TouchedRows touched,
            int width,
            Bindings.Place weights,
            Bindings.Place gradients,
            Map<String, Bindings.Place> slots) {
        this.touched = touched;
        this.width = width;
        this.rowsAtOnce = Math.max(1, AT_ONCE / width);
        UpdateProgram update = UpdateProgram.of(optimizer, rowsAtOnce * width);
        UpdateProgram.Updated updated = update.updated().get(0);
        Bindings bindings = Bindings.none().withChangingWeights();
        bindings = bindings.weight(updated.weights(), rows(weights, true), 0);
        bindings = bindings.weight(updated.gradients(), rows(gradients, false), 0);
        for (Map.Entry<String, Var> slot : updated.slots().entrySet()) {
            bindings = bindings.weight(slot.getValue(), rows(slots.get(slot.getKey()), true), 0);
        }
        this.plan = Plan.prepare(update.program(), bindings, KernelProviders.standard(), 1);
        this.scalars = update.scalars().stream()
                .map(scalar -> plan.slot(scalar).borrowFloats())
                .toList();
    }

    private Storage rows(Bindings.Place table, boolean moves) {
        Storage rows = Storage.ofFloats((long) rowsAtOnce * width);
        memory.add(rows);
        arrays.add(new Array(
                floats(table.storage(), table.offset(), (long) touched.size() * width),
                floats(rows, 0, (long) rowsAtOnce * width),
                moves));
        return rows;
    }

    private static FloatBuffer floats(Storage storage, long offset, long count) {
        return storage.borrow(offset, count * Float.BYTES).asFloatBuffer();
    }

    /** Whether it costs less than to update the whole table. */
    boolean pays() {
        return !touched.isAny() && touched.count() < touched.size() / COST_OF_A_ROW;
    }

    /** The numbers of this step, in the order of the optimizer. */
    List<FloatBuffer> scalars() {
        return scalars;
    }

    /** Updates the rows that were touched. */
    void run() {
        for (int from = 0; from < touched.count(); from += rowsAtOnce) {
            int count = Math.min(rowsAtOnce, touched.count() - from);
            for (int i = 0; i < arrays.size(); i++) {
                Array array = arrays.get(i);
                for (int row = 0; row < count; row++) {
                    array.rows().put(row * width, array.table(), touched.row(from + row) * width, width);
                }
            }
            plan.run();
            for (int i = 0; i < arrays.size(); i++) {
                Array array = arrays.get(i);
                if (array.moves()) {
                    for (int row = 0; row < count; row++) {
                        array.table().put(touched.row(from + row) * width, array.rows(), row * width, width);
                    }
                }
            }
        }
    }

    void close() {
        plan.close();
        memory.forEach(Storage::free);
    }
}
