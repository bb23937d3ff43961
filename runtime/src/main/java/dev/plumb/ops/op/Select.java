package dev.plumb.ops.op;

import java.util.List;

/** Of two arrays, each element from the first where a condition is not 0, else from the second. Operands: condition, first, second, of one shape. */
public record Select() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 3);
        Operands.floats(this, inputs);
        Operands.same(this, inputs.get(0), inputs.get(1));
        Operands.same(this, inputs.get(0), inputs.get(2));
        return inputs.subList(0, 1);
    }
}
