package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of {@link Softmax}. Operands: output, gradient of the output.
 *
 * @param forward the forward op
 */
public record SoftmaxBackward(Softmax forward) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.same(this, inputs.get(0), inputs.get(1));
        return forward.infer(inputs.subList(0, 1));
    }
}
