package dev.plumb.ops.op;

import java.util.List;

/** Rounds float32 numbers to the nearest bfloat16, of two equally near ones to the even one. Only passes make it: for operands of products. */
public record Narrow() implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        return List.of(inputs.get(0).withWidth(NumberWidth.BFLOAT16));
    }
}
