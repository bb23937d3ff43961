package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.ScaledDotProductAttention;
import java.util.ArrayList;
import java.util.List;

/**
 * How the scores of an attention are divided. Each example is a tile of its own, at least: oneDNN's products over strided views of several
 * examples are wrong for some sizes (3.11).
 *
 * @param batch examples
 * @param queries steps of the query
 * @param keys steps of the key
 * @param tiles by the steps of the query
 */
record AttentionTiles(int batch, int queries, int keys, List<Tile> tiles) {

    /** Scores in a tile for each thread: 256 KB of them, and of their gradients, stay in the second cache while all is done that is to be done with them. */
    private static final int SCORES = 1 << 16;

    /** Scores in a tile, at most: 1 MB. */
    private static final int MOST_SCORES = 1 << 18;

    /** Into so many parts the keys are divided, of which a tile leaves out what nobody sees: each number of parts has primitives of its own. */
    private static final int PARTS = 4;

    /** Columns are a multiple of what a vector register holds. */
    private static final int VECTOR = 16;

    /**
     * Some steps of the query, and the steps of the key that at least one of them sees.
     *
     * @param row the first step of the query
     * @param rows how many
     * @param column the first step of the key
     * @param columns how many
     * @param heads of key and value that are done at once
     */
    record Tile(int row, int rows, int column, int columns, int heads) {

        int scores() {
            return heads * rows * columns;
        }

        /** Where an axis of a product has size 1, oneDNN 3.11 does not keep to the distance between heads: then one at a time. */
        private Tile right(ScaledDotProductAttention op) {
            boolean single = rows == 1
                    || columns == 1
                    || op.heads().keySize() == 1
                    || op.heads().valueSize() == 1;
            return single ? new Tile(row, rows, column, columns, 1) : this;
        }
    }

    /**
     * The tiles of an attention.
     *
     * @param threads among how many the work on a tile is divided
     */
    static AttentionTiles of(ScaledDotProductAttention op, List<ArrayType> operands, int threads) {
        int batch = operands.get(0).size(0);
        int queries = operands.get(0).size(1);
        int keys = operands.get(op.heads().arrays() - 1).size(1);
        int heads = op.heads().keyValueHeads();
        if (op.keepsWeights()) {
            Tile tile = new Tile(0, queries, 0, keys, heads);
            return new AttentionTiles(batch, queries, keys, List.of(tile.right(op)));
        }
        int scores = (int) Math.min(MOST_SCORES, (long) threads * SCORES);
        int together = Math.max(1, Math.min(heads, scores / Math.max(1, Math.min(op.tile(), queries) * keys)));
        while (heads % together != 0) {
            together--;
        }
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < queries; row += op.tile()) {
            Tile tile = new Tile(row, Math.min(op.tile(), queries - row), 0, keys, together);
            tiles.add(seen(tile, op.mask(), queries, keys).right(op));
        }
        return new AttentionTiles(batch, queries, keys, tiles);
    }

    /** A tile with the columns that are seen. */
    private static Tile seen(Tile tile, AttentionMask mask, int queries, int keys) {
        // A step that sees nothing has equal weights for all: then nothing may be left out.
        if (maySeeNothing(mask, queries, keys)) {
            return tile;
        }
        int from = (int) Math.min(keys - 1L, Math.max(0, (long) tile.row() - mask.before()));
        int to = (int) Math.min(keys, (long) tile.row() + tile.rows() + mask.after());
        long window = (long) tile.rows() + mask.before() + mask.after();
        int part = rounded((keys + PARTS - 1) / PARTS, VECTOR);
        int columns = (int) Math.min(keys, Math.min(window, rounded(to - from, part)));
        return new Tile(tile.row(), tile.rows(), Math.min(from, keys - columns), columns, tile.heads());
    }

    private static boolean maySeeNothing(AttentionMask mask, int queries, int keys) {
        return mask.isGiven() || (long) queries - 1 - mask.before() >= keys;
    }

    private static int rounded(int number, int multiple) {
        return (number + multiple - 1) / multiple * multiple;
    }

    /** Whether there may be steps of the query that see nothing. */
    boolean maySeeNothing(AttentionMask mask) {
        return maySeeNothing(mask, queries, keys);
    }

    /** Scores of the largest tile. */
    int scores() {
        return tiles.stream().mapToInt(Tile::scores).max().orElseThrow();
    }
}
