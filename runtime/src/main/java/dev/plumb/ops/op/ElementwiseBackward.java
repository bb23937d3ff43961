package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of {@link Elementwise}. Operands: the function's output or input, as
 * {@link ElementFunction#differentiatedThroughOutput()} says, and the gradient of the output.
 *
 * @param forward the forward op
 */
public record ElementwiseBackward(Elementwise forward) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.floats(this, inputs);
        Operands.same(this, inputs.get(0), inputs.get(1));
        return inputs.subList(0, 1);
    }
}
