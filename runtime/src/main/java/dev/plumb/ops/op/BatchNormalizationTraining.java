package dev.plumb.ops.op;

import java.util.List;

/**
 * Normalisation by the batch's own moments over all axes but the last. Operands: x […, c], scale [c], shift [c]. Results:
 * {@code (x - mean) / sqrt(variance + epsilon) * scale + shift}, mean [c], variance [c] (divided by N, not N - 1).
 *
 * @param epsilon added to the variance
 */
public record BatchNormalizationTraining(float epsilon) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 3);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 2);
        ArrayType channels = source.withShape(List.of(source.size(-1)));
        Operands.same(this, channels, inputs.get(1));
        Operands.same(this, channels, inputs.get(2));
        return List.of(source, channels, channels);
    }
}
