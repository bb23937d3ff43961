package dev.plumb.ops.op;

import java.util.List;

/**
 * What an {@link AttentionMask} adds to a tile of scores: 0 for what is seen. Operands: those of the mask, for the same examples. Result:
 * [examples, rows, columns] with one row if all are alike, and one example if nothing is given.
 *
 * @param mask what is excluded
 * @param queries steps of the query
 * @param keys steps of the key
 * @param row the first row of the tile
 * @param rows of the tile
 * @param column the first column of the tile
 * @param columns of the tile
 */
public record ScoreMask(AttentionMask mask, int queries, int keys, int row, int rows, int column, int columns)
        implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, mask.operands());
        int examples = inputs.isEmpty() ? 1 : inputs.get(0).size(0);
        List<ArrayType> expected = mask.types(examples, queries, keys);
        for (int index = 0; index < inputs.size(); index++) {
            Operands.same(this, expected.get(index), inputs.get(index));
        }
        return List.of(ArrayType.float32(examples, mask.differsByQuery() ? rows : 1, columns));
    }
}
