package dev.plumb.ops.op;

import java.util.List;

/** Sorts each last axis in descending order. */
public record SortLast() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        Operands.rankAtLeast(this, inputs.get(0), 1);
        return inputs;
    }
}
