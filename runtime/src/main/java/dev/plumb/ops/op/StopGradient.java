package dev.plumb.ops.op;

import java.util.List;

/** The same array, through which no gradient flows. Costs nothing: the result is an alias. */
public record StopGradient() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        return inputs;
    }
}
