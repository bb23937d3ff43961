package dev.plumb.onnx.read;

import dev.plumb.dsl.DType;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.Unreadable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which steps of its value a query sees.
 *
 * @param window how far it sees to both sides, itself included; -1: everything
 * @param mask not 0 where a step of the query, a row, sees one of the value
 */
record Seeing(boolean isCausal, int window, Optional<Wire> mask) {
    /** What is added to a score so that nothing is left of it: this, or less. */
    static final double EXCLUDED = -1e4;

    private static final int ALL = -1;

    static final Seeing EVERYTHING = new Seeing(false, ALL, Optional.empty());

    Seeing causal(boolean also) {
        return new Seeing(isCausal || also, window, mask);
    }

    /** What a mask in ONNX says, which broadcasts to (examples, heads, steps of the query, steps of the value). */
    static Seeing of(Applied applied, Operand mask, Tensor query, Tensor key) throws Unreadable {
        if (mask instanceof Constant constant) {
            Seeing band = band(constant);
            int[] shape = constant.shape();
            Dim rows = query.size(query.rank() - 2);
            Dim columns = key.size(key.rank() - 2);
            boolean isForEach = shape.length > 1
                    && rows.equals(Dim.of(shape[shape.length - 2]))
                    && columns.equals(Dim.of(shape[shape.length - 1]));
            if (!band.equals(EVERYTHING) && !isForEach) {
                throw new Unreadable("its mask is " + constant.describe() + " for " + rows + " steps of the query and "
                        + columns + " of the value");
            }
            return band;
        }
        if (mask instanceof Condition condition && condition.form() != Condition.Form.ONES) {
            return of(applied, condition, query, key);
        }
        if (mask instanceof Tensor tensor && tensor.wire().type().dtype() == DType.BOOL) {
            return of(applied, Condition.notZero(tensor), query, key);
        }
        throw new Unreadable("its mask is of numbers that are computed and added to the scores: masks here say which"
                + " steps are seen, so give it as truth values");
    }

    private static Seeing of(Applied applied, Condition mask, Tensor query, Tensor key) throws Unreadable {
        if (!mask.isNotZero()) {
            throw new Unreadable(
                    "its mask is where a tensor is 0, and no layer here says that of one: leave the negation"
                            + " out, and give the model a mask that is not 0 where a step is seen");
        }
        Tensor pairs = mask.of();
        int rank = pairs.rank();
        boolean isPairs = rank == 4
                && pairs.onnx().get(0).equals(List.of(pairs.batch()))
                && pairs.onnx().get(1).isEmpty()
                && pairs.size(2).compare(query.size(query.rank() - 2)) != Dim.Comparison.DIFFERENT
                && pairs.size(3).compare(key.size(key.rank() - 2)) != Dim.Comparison.DIFFERENT;
        if (!isPairs) {
            throw new Unreadable("its mask has the shape " + pairs.shape() + ": only one of [examples, 1, "
                    + query.size(query.rank() - 2) + ", " + key.size(key.rank() - 2)
                    + "] is read, with a truth value for each step of query and value");
        }
        Tensor laid = applied.arranging()
                .arranged(
                        pairs,
                        List.of(
                                pairs.onnx().get(0),
                                pairs.onnx().get(2),
                                pairs.onnx().get(3)));
        return new Seeing(mask.seeing().isCausal(), mask.seeing().window(), Optional.of(laid.wire()));
    }

    /** A constant: all steps, those up to the query's own, those near it, or both. */
    static Seeing band(Constant mask) throws Unreadable {
        int[] shape = mask.shape();
        int rank = shape.length;
        int columns = rank == 0 ? 1 : shape[rank - 1];
        int rows = rank < 2 ? 1 : shape[rank - 2];
        float[] values = mask.reals();
        boolean[] seen = new boolean[values.length];
        for (int i = 0; i < seen.length; i++) {
            if (!mask.isWhole() && values[i] != 0 && !(values[i] <= EXCLUDED)) {
                throw new Unreadable("its mask adds " + values[i]
                        + " to a score: masks here say which steps are seen, and add nothing to these");
            }
            seen[i] = mask.isWhole() == (values[i] != 0);
        }
        return band(seen, rows, columns)
                .orElseThrow(() -> new Unreadable("its mask is an array of shape " + Arrays.toString(shape)
                        + " that is neither that of earlier steps nor a window around each"));
    }

    /** The band that these truth values are, in each matrix the same one. */
    private static Optional<Seeing> band(boolean[] seen, int rows, int columns) {
        int before = 0;
        int after = 0;
        for (int i = 0; i < seen.length; i++) {
            int distance = i % columns - i / columns % rows;
            before = Math.max(before, seen[i] ? -distance : 0);
            after = Math.max(after, seen[i] ? distance : 0);
        }
        for (int i = 0; i < seen.length; i++) {
            int distance = i % columns - i / columns % rows;
            if (seen[i] != (distance >= -before && distance <= after)) {
                return Optional.empty();
            }
        }
        boolean seesFirst = before >= rows - 1;
        boolean seesLast = after >= columns - 1;
        if (seesFirst && seesLast) {
            return Optional.of(EVERYTHING);
        }
        if (seesFirst && after == 0) {
            return Optional.of(new Seeing(true, ALL, Optional.empty()));
        }
        if (after == 0) {
            return Optional.of(new Seeing(true, before + 1, Optional.empty()));
        }
        boolean isEven = before == after || (seesFirst && before < after) || (seesLast && after < before);
        return isEven
                ? Optional.of(new Seeing(false, Math.max(before, after) + 1, Optional.empty()))
                : Optional.empty();
    }
}
