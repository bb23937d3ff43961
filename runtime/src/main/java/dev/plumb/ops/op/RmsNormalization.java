package dev.plumb.ops.op;

import java.util.List;

/**
 * Division of each row by the root of its mean square. Operands: x […, c], scale [c]. Results: {@code x / sqrt(square + epsilon) * scale},
 * and the mean square […].
 *
 * @param epsilon added to the mean square
 */
public record RmsNormalization(float epsilon) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 1);
        Operands.same(this, source.withShape(List.of(source.size(-1))), inputs.get(1));
        return List.of(source, source.withShape(source.shape().subList(0, source.rank() - 1)));
    }
}
