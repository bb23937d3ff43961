package dev.plumb.ops.op;

import java.util.List;

/** The same elements in memory of their own. The planner uses it for results that would otherwise share memory. */
public record Copy() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        return inputs;
    }
}
