package dev.plumb.ops.op;

import java.util.List;

/**
 * Normalisation of each row by its own moments. Operands: x […, c], scale [c], shift [c]. Results: {@code (x - mean) / sqrt(variance +
 * epsilon) * scale + shift}, mean […], variance […] (divided by c, not c - 1).
 *
 * @param epsilon added to the variance
 */
public record LayerNormalization(float epsilon) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 3);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.rankAtLeast(this, source, 1);
        ArrayType columns = source.withShape(List.of(source.size(-1)));
        Operands.same(this, columns, inputs.get(1));
        Operands.same(this, columns, inputs.get(2));
        ArrayType rows = source.withShape(source.shape().subList(0, source.rank() - 1));
        return List.of(source, rows, rows);
    }
}
