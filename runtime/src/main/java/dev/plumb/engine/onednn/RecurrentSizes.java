package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrentCell;
import java.util.List;

/**
 * What the primitives of a recurrence are specialised to, and how its arrays lie: (time, batch, channels) to oneDNN are views of ours, (batch,
 * time, channels), which it reads as fast as its own. Its orders of gates are Keras's: i, f, c, o and u, r, o.
 */
record RecurrentSizes(RecurrentCell cell, boolean reverse, long batch, long time, long features, long units) {

    static RecurrentSizes of(Recurrence op, List<ArrayType> operands) {
        ArrayType x = operands.get(0);
        long units = operands.get(2).size(0);
        return new RecurrentSizes(op.cell(), op.reverse(), x.size(0), x.size(1), x.size(2), units);
    }

    Layout source() {
        return sequence(features);
    }

    Layout outputs() {
        return sequence(units);
    }

    private Layout sequence(long channels) {
        return Layout.dense(batch, time, channels).permute(List.of(1, 0, 2));
    }

    /** One layer, one direction. */
    Layout state() {
        return Layout.dense(1, 1, batch, units);
    }

    Layout kernel() {
        return Layout.dense(1, 1, features, cell.gates(), units);
    }

    Layout recurrentKernel() {
        return Layout.dense(1, 1, units, cell.gates(), units);
    }

    Layout bias() {
        return Layout.dense(1, 1, cell.biases(), units);
    }
}
