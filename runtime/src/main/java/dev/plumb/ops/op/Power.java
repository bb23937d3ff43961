package dev.plumb.ops.op;

import java.util.List;

/** {@code base^exponent}, element by element, of two arrays of one shape; a negative base with a broken exponent gives NaN. */
public record Power() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.floats(this, inputs);
        Operands.same(this, inputs.get(0), inputs.get(1));
        return inputs.subList(0, 1);
    }
}
