package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds rows into a table of zeros [rows, d]: the gradient of {@link GatherRows}. Operands: updates ids.shape + [d], int32
 * ids. An id outside of the table throws {@link IndexOutOfBoundsException} when run.
 *
 * @param rows number of rows of the table
 */
public record ScatterAddRows(int rows) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType updates = inputs.get(0);
        ArrayType ids = inputs.get(1);
        Operands.dtype(this, updates, DType.FLOAT32);
        Operands.dtype(this, ids, DType.INT32);
        Operands.rankAtLeast(this, updates, 1);
        List<Integer> shape = new ArrayList<>(ids.shape());
        shape.add(updates.size(-1));
        Operands.same(this, updates.withShape(shape), updates);
        return List.of(updates.withShape(List.of(rows, updates.size(-1))));
    }
}
