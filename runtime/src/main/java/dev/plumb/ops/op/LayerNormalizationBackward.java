package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of {@link LayerNormalization}. Operands: x, scale, mean, variance, gradient of the normalised output. Results: gradients of x,
 * scale and shift.
 *
 * @param epsilon of the forward op
 */
public record LayerNormalizationBackward(float epsilon) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 5);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 1);
        ArrayType columns = source.withShape(List.of(source.size(-1)));
        ArrayType rows = source.withShape(source.shape().subList(0, source.rank() - 1));
        Operands.same(this, columns, inputs.get(1));
        Operands.same(this, rows, inputs.get(2));
        Operands.same(this, rows, inputs.get(3));
        Operands.same(this, source, inputs.get(4));
        return List.of(source, columns, columns);
    }
}
