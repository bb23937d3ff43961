package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a table [v, d] by int32 ids of any shape: ids.shape + [d]. Running it with an id outside of 0…v-1 throws
 * {@link IndexOutOfBoundsException}.
 */
public record GatherRows() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        ArrayType table = inputs.get(0);
        Operands.dtype(this, table, DType.FLOAT32);
        Operands.dtype(this, inputs.get(1), DType.INT32);
        Operands.check(this, table.rank() == 2, () -> "needs a table of rank 2, got " + table);
        List<Integer> shape = new ArrayList<>(inputs.get(1).shape());
        shape.add(table.size(1));
        return List.of(table.withShape(shape));
    }
}
