package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Takes the gradient of the scores from the steps of a query that see nothing: their weights are equal whatever their scores are. All it does
 * for the others is to look at what is added to their scores, until something is seen.
 */
final class BlindRows implements Kernel {

    private final List<Slot> slots;
    private final FloatBuffer added;
    private final FloatBuffer gradient;
    private final int examples;
    private final int heads;
    private final int rows;
    private final int columns;
    private final int addedExamples;
    private final int addedRows;
    private final float[] zeros;

    /**
     * For one tile.
     *
     * @param added what the mask adds to the scores, [examples, rows or 1, columns]
     * @param gradient of the scores, [examples, heads, rows, columns]
     */
    BlindRows(Slot added, Slot gradient) {
        this.slots = List.of(added, gradient);
        this.added = added.borrowFloats();
        this.gradient = gradient.borrowFloats();
        this.examples = gradient.type().size(0);
        this.heads = gradient.type().size(1);
        this.rows = gradient.type().size(2);
        this.columns = gradient.type().size(3);
        this.addedExamples = added.type().size(0);
        this.addedRows = added.type().size(1);
        this.zeros = new float[columns];
    }

    @Override
    public void run() {
        try {
            for (int example = 0; example < examples; example++) {
                for (int row = 0; row < addedRows; row++) {
                    if (seesNothing(example, row)) {
                        clear(example, row, addedRows == 1 ? rows : row + 1);
                    }
                }
            }
        } finally {
            Reference.reachabilityFence(slots);
        }
    }

    private boolean seesNothing(int example, int row) {
        int begin = ((addedExamples == 1 ? 0 : example) * addedRows + row) * columns;
        for (int column = 0; column < columns; column++) {
            if (added.get(begin + column) == 0) {
                return false;
            }
        }
        return true;
    }

    private void clear(int example, int from, int to) {
        for (int head = 0; head < heads; head++) {
            for (int row = from; row < to; row++) {
                gradient.put(((example * heads + head) * rows + row) * columns, zeros);
            }
        }
    }

    @Override
    public String label() {
        return "rows that see nothing" + slots.get(1).type().shape();
    }

    @Override
    public String implementation() {
        return "java";
    }
}
