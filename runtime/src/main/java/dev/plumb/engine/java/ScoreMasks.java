package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.ScoreMask;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What masks add to a tile of scores, row by row in heap memory. */
final class ScoreMasks implements Runnable {

    private final ScoreMask op;
    private final int examples;
    private final int rows;
    private final @Nullable FloatBuffer keys;
    private final @Nullable FloatBuffer queries;
    private final @Nullable FloatBuffer pairs;
    private final FloatBuffer to;
    /** What every row of the example has. */
    private final float[] common;

    private final float[] row;
    private final float[] given;

    private ScoreMasks(ScoreMask op, Work work) {
        AttentionMask mask = op.mask();
        this.op = op;
        this.examples = work.output(0).type().size(0);
        this.rows = work.output(0).type().size(1);
        int next = 0;
        this.keys = mask.keys() ? work.input(next++).borrowFloats() : null;
        this.queries = mask.queries() ? work.input(next++).borrowFloats() : null;
        this.pairs = mask.pairs() ? work.input(next).borrowFloats() : null;
        this.to = work.output(0).borrowFloats();
        this.common = new float[op.columns()];
        this.row = new float[op.columns()];
        this.given = new float[op.columns()];
    }

    static Kernel kernel(ScoreMask op, Work work) {
        return JavaKernels.task(work, new ScoreMasks(op, work));
    }

    @Override
    public void run() {
        for (int example = 0; example < examples; example++) {
            if (keys != null) {
                keys.get(example * op.keys() + op.column(), given);
                excludeZeros(common);
            }
            for (int index = 0; index < rows; index++) {
                fill(example, op.row() + index);
                to.put((example * rows + index) * op.columns(), row);
            }
        }
    }

    private void excludeZeros(float[] target) {
        float excluded = op.mask().excluded();
        for (int column = 0; column < given.length; column++) {
            if (given[column] == 0) {
                target[column] = excluded;
            } else if (target == common) {
                target[column] = 0;
            }
        }
    }

    private void fill(int example, int query) {
        AttentionMask mask = op.mask();
        if (queries != null && queries.get(example * op.queries() + query) == 0) {
            Arrays.fill(row, mask.excluded());
            return;
        }
        System.arraycopy(common, 0, row, 0, row.length);
        if (pairs != null) {
            pairs.get((example * op.queries() + query) * op.keys() + op.column(), given);
            excludeZeros(row);
        }
        Arrays.fill(row, 0, within((long) query - mask.before()), mask.excluded());
        Arrays.fill(row, within((long) query + mask.after() + 1), row.length, mask.excluded());
    }

    /** The column of a key in the tile, or its nearer end. */
    private int within(long key) {
        return (int) Math.max(0, Math.min(key - op.column(), row.length));
    }
}
