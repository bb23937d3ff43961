package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.List;

/**
 * Converts the element type: to int32 by dropping the fraction, to bool by comparing with zero.
 *
 * @param dtype the new element type
 */
public record Cast(DType dtype) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        return List.of(new ArrayType(dtype, inputs.get(0).shape()));
    }
}
