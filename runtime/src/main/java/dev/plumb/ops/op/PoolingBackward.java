package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of {@link Pooling}. Operands: input, output, gradient of the output. Of equal largest values the first gets
 * the gradient.
 *
 * @param pooling the forward op
 */
public record PoolingBackward(Pooling pooling) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 3);
        ArrayType output = pooling.infer(inputs.subList(0, 1)).get(0);
        Operands.same(this, output, inputs.get(1));
        Operands.same(this, output, inputs.get(2));
        return List.of(inputs.get(0));
    }
}
