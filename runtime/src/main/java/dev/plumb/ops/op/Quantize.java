package dev.plumb.ops.op;

import java.util.List;

/**
 * Divides numbers by the {@linkplain QuantizationStep step} of their row and rounds to the nearest whole number, of two equally near ones to the even one. Operands: the
 * numbers, and the steps. Only passes make it: for operands of products.
 */
public record Quantize() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.floats(this, inputs);
        ArrayType numbers = inputs.get(0);
        Operands.check(
                this,
                Operands.broadcast(this, numbers.shape(), inputs.get(1).shape()).equals(numbers.shape()),
                () -> "has more steps than numbers: " + inputs);
        return List.of(numbers.withWidth(NumberWidth.INT8));
    }
}
