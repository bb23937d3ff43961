package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;

/**
 * Some columns of a product of one row: such a part is a product with the same columns of the matrix, and needs nothing of the others.
 *
 * @param first the first of them
 * @param count how many
 * @param all how many the product has
 */
record Columns(int first, int count, int all) {
    /** A part begins at a multiple of the columns that oneDNN computes at once, so that it computes each as in the whole; and no two parts share a cache line. */
    private static final int BLOCK = 64;

    /** All columns. */
    static Columns whole(int all) {
        return new Columns(0, all, all);
    }

    /** Parts of about the same size: at most so many. */
    static List<Columns> parts(int all, int most) {
        return Span.parts((all + BLOCK - 1) / BLOCK, most).stream()
                .map(blocks -> {
                    int first = blocks.first() * BLOCK;
                    return new Columns(first, Math.min(all, blocks.end() * BLOCK) - first, all);
                })
                .toList();
    }

    boolean isWhole() {
        return count == all;
    }

    /** These of an array of one row; all of an array that has not so many. */
    Slot of(Slot row) {
        ArrayType type = row.type();
        if (isWhole() || type.rank() == 0 || type.size(-1) != all) {
            return row;
        }
        long bytes = type.bytes() / all;
        return row.part(type.withSize(type.rank() - 1, count), first * bytes);
    }

    /** The same of what follows the product. */
    Epilogue of(Epilogue epilogue) {
        return isWhole()
                ? epilogue
                : new Epilogue(
                        epilogue.bias() == null ? null : of(epilogue.bias()),
                        epilogue.postOps(),
                        epilogue.operands().stream().map(this::of).toList());
    }

    /** These of a matrix, which lie where they lay: from {@link #offset} on. */
    Layout of(Layout matrix) {
        List<Long> sizes = new ArrayList<>(matrix.sizes());
        sizes.set(sizes.size() - 1, (long) count);
        return matrix.box(sizes);
    }

    /** Where the first of them begins in a matrix, in elements. */
    long offset(Layout matrix) {
        return first * matrix.strides().get(matrix.strides().size() - 1);
    }
}
