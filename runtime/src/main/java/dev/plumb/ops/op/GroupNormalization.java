package dev.plumb.ops.op;

import java.util.List;

/**
 * Normalisation of each example and each group of elements of the last axis by its own moments over all axes but the first. Operands: x [batch, …, c], scale [c], shift [c]. Result:
 * {@code (x - mean) / sqrt(variance + epsilon) * scale + shift}. It is recorded only {@linkplain dev.plumb.ops.Origins#keepWhole for somebody else to run}.
 *
 * @param groups a divisor of c: elements that follow each other
 * @param epsilon added to the variance
 */
public record GroupNormalization(int groups, float epsilon) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 3);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 3);
        int size = source.size(-1);
        Operands.check(this, groups > 0 && size % groups == 0, () -> size + " elements are not " + groups + " groups");
        ArrayType channels = source.withShape(List.of(size));
        Operands.same(this, channels, inputs.get(1));
        Operands.same(this, channels, inputs.get(2));
        return List.of(source);
    }
}
