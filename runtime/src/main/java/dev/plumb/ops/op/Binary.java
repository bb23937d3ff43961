package dev.plumb.ops.op;

import java.util.List;

/**
 * One function of two arrays, element by element, with NumPy's broadcasting.
 *
 * @param function what to compute
 */
public record Binary(BinaryFunction function) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.floats(this, inputs);
        ArrayType left = inputs.get(0);
        return List.of(left.withShape(
                Operands.broadcast(this, left.shape(), inputs.get(1).shape())));
    }

    @Override
    public String label() {
        return "Binary " + function;
    }
}
