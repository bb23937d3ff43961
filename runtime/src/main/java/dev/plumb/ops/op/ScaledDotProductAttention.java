package dev.plumb.ops.op;

import java.util.List;

/**
 * For each head and each step of a query the mean of all values, weighted by the softmax of {@code scale · query · key}. Operands: query
 * [batch, queries, heads · size], key and value [batch, keys, heads · size] in the arrays that {@link AttentionHeads} says, then those of
 * the mask. Results: [batch, queries, heads · size], and the weights [sharing, batch, heads of key and value, queries, keys] unless they
 * are made in tiles.
 *
 * <p>Of {@linkplain ArrayType#narrow() narrow} query, key and value the scores are float32, and their softmax, which is rounded like those before it is multiplied by the values. The
 * results are float32.
 *
 * <p>In tiles, the memory that it needs grows with the length of the sequences, and not with its square: the gradient makes the weights
 * again, tile by tile.
 *
 * @param heads how heads lie in the operands
 * @param scale of the scores
 * @param mask what is excluded
 * @param tile steps of the query in each tile; 0: all at once, and the weights are a result
 */
public record ScaledDotProductAttention(AttentionHeads heads, float scale, AttentionMask mask, int tile) implements Op {

    /** How many operands it takes. */
    public int operands() {
        return heads.arrays() + mask.operands();
    }

    /** Whether the weights are a result. */
    public boolean keepsWeights() {
        return tile == 0;
    }

    /** The same in tiles of so many steps of the query. */
    public ScaledDotProductAttention inTiles(int rows) {
        return new ScaledDotProductAttention(heads, scale, mask, rows);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, operands());
        Operands.factors(this, inputs.subList(0, heads.arrays()));
        Operands.floats(this, inputs.subList(heads.arrays(), inputs.size()));
        ArrayType first = inputs.get(0);
        ArrayType last = inputs.get(heads.arrays() - 1);
        Operands.check(
                this,
                first.rank() == 3 && last.rank() == 3,
                () -> "reads [batch, steps, heads · size], got " + first + " and " + last);
        int batch = first.size(0);
        int queries = first.size(1);
        int keys = last.size(1);
        List<ArrayType> arrays = heads.types(batch, queries, keys);
        for (int index = 0; index < arrays.size(); index++) {
            Operands.same(this, arrays.get(index).withWidth(first.width()), inputs.get(index));
        }
        List<ArrayType> masks = mask.types(batch, queries, keys);
        for (int index = 0; index < masks.size(); index++) {
            Operands.same(this, masks.get(index), inputs.get(arrays.size() + index));
        }
        ArrayType result = ArrayType.float32(batch, queries, heads.result().width());
        return keepsWeights()
                ? List.of(result, ArrayType.float32(heads.sharing(), batch, heads.keyValueHeads(), queries, keys))
                : List.of(result);
    }
}
