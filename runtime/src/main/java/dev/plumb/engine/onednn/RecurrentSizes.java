package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrentCell;
import java.util.List;

/**
 * What the primitives of a recurrence are specialised to, and how its arrays lie: (time, batch, channels) to oneDNN are views of ours, (batch,
 * time, channels), which it reads as fast as its own. Its orders of gates are Keras's: i, f, c, o and u, r, o.
 *
 * @param dataType of what is multiplied: {@link DataTypes}. The rest is float32
 */
record RecurrentSizes(
        RecurrentCell cell, boolean reverse, long batch, long time, long features, long units, int dataType) {

    static RecurrentSizes of(Recurrence op, List<ArrayType> operands) {
        ArrayType x = operands.get(0);
        long units = operands.get(2).size(0);
        return new RecurrentSizes(op.cell(), op.reverse(), x.size(0), x.size(1), x.size(2), units, DataTypes.of(x));
    }

    Layout source() {
        return sequence(features);
    }

    Layout outputs() {
        return sequence(units);
    }

    private Layout sequence(long channels) {
        return Layout.dense(dataType, List.of(batch, time, channels)).permute(List.of(1, 0, 2));
    }

    /** What each step multiplies of the one before: one layer, one direction. */
    Layout hidden() {
        return Layout.dense(dataType, List.of(1L, 1L, batch, units));
    }

    /** What a cell remembers beside that. */
    Layout memory() {
        return Layout.dense(1, 1, batch, units);
    }

    Layout kernel() {
        return Layout.dense(dataType, List.of(1L, 1L, features, (long) cell.gates(), units));
    }

    Layout recurrentKernel() {
        return Layout.dense(dataType, List.of(1L, 1L, units, (long) cell.gates(), units));
    }

    Layout bias() {
        return Layout.dense(1, 1, cell.biases(), units);
    }
}
