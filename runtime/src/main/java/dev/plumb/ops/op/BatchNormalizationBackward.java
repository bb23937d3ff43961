package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of {@link BatchNormalizationTraining}. Operands: x, scale, mean, variance, gradient of the normalised output.
 * Results: gradients of x, scale and shift.
 *
 * @param epsilon of the forward op
 */
public record BatchNormalizationBackward(float epsilon) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 5);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 2);
        ArrayType channels = source.withShape(List.of(source.size(-1)));
        for (ArrayType vector : inputs.subList(1, 4)) {
            Operands.same(this, channels, vector);
        }
        Operands.same(this, source, inputs.get(4));
        return List.of(source, channels, channels);
    }
}
