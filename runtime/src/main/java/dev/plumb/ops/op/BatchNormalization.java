package dev.plumb.ops.op;

import java.util.List;

/**
 * Normalisation by moments that are known, for each element of the last axis: {@code (x - mean) / sqrt(variance + epsilon) * scale + shift}. Operands: x […, c], scale [c], shift [c], mean [c],
 * variance [c]. It is recorded only {@linkplain dev.plumb.ops.Origins#keepWhole for somebody else to run}; Plumb's own kernels take a product and a sum.
 *
 * @param epsilon added to the variance
 */
public record BatchNormalization(float epsilon) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 5);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 2);
        ArrayType channels = source.withShape(List.of(source.size(-1)));
        inputs.subList(1, inputs.size()).forEach(operand -> Operands.same(this, channels, operand));
        return List.of(source);
    }
}
