package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;

/**
 * Axes of a result merged into as few as the broadcasting of all operands allows: primitives with fewer axes are faster, and
 * oneDNN vectorises only some broadcasts.
 */
final class AxisGroups {

    private final ArrayType result;
    /** Whether the axes are merged as far as it goes, so that their number means nothing. */
    private final boolean merged;
    /** First axis of each group. */
    private final List<Integer> begins = new ArrayList<>();

    private AxisGroups(ArrayType result, boolean merged) {
        this.result = result;
        this.merged = merged;
    }

    /** The coarsest groups in which each operand is either full or single. */
    static AxisGroups coarsest(ArrayType result, List<ArrayType> operands) {
        AxisGroups groups = new AxisGroups(result, true);
        int previous = -1;
        for (int axis = 0; axis < result.rank(); axis++) {
            // An axis of size 1 is full and single at once: it goes with whatever comes before.
            if (result.size(axis) == 1) {
                continue;
            }
            boolean same = previous >= 0;
            for (ArrayType operand : operands) {
                same = same && isFull(result, operand, previous) == isFull(result, operand, axis);
            }
            if (!same) {
                groups.begins.add(axis);
            }
            previous = axis;
        }
        return groups;
    }

    /** All axes before {@code matrixAxes} last ones as one group, if there are any. */
    static AxisGroups batched(ArrayType result, int matrixAxes) {
        AxisGroups groups = new AxisGroups(result, false);
        if (result.rank() > matrixAxes) {
            groups.begins.add(0);
        }
        for (int axis = result.rank() - matrixAxes; axis < result.rank(); axis++) {
            groups.begins.add(axis);
        }
        return groups;
    }

    /** The first axes as one group and the last as another. */
    static AxisGroups rows(ArrayType result) {
        AxisGroups groups = new AxisGroups(result, false);
        groups.begins.add(0);
        groups.begins.add(result.rank() - 1);
        return groups;
    }

    /** Each axis a group. */
    static AxisGroups separate(ArrayType result) {
        return batched(result, result.rank());
    }

    /** The result under the merged axes. */
    Layout layout() {
        return layout(result);
    }

    /**
     * An operand under the merged axes: each full or of size 1.
     *
     * @throws Natives.UnsupportedPrimitive if a group would be partly repeated
     */
    Layout layout(ArrayType operand) {
        List<Long> sizes = new ArrayList<>();
        for (int group = 0; group < begins.size(); group++) {
            int to = group + 1 < begins.size() ? begins.get(group + 1) : result.rank();
            long size = 1;
            for (int axis = begins.get(group); axis < to; axis++) {
                size *= size(operand, axis);
            }
            if (size != 1 && size != result.product(begins.get(group), to)) {
                throw new Natives.UnsupportedPrimitive("broadcast of " + operand + " to " + result);
            }
            sizes.add(size);
        }
        if (sizes.isEmpty()) {
            return Layout.dense(1);
        }
        if (merged && sizes.size() == 2) {
            // oneDNN's fast code repeats an operand along the second of three axes, but not along the first of two.
            sizes.add(0, 1L);
        }
        return Layout.dense(DataTypes.of(operand), sizes);
    }

    private int size(ArrayType operand, int axis) {
        int own = axis - (result.rank() - operand.rank());
        return own < 0 ? 1 : operand.size(own);
    }

    private static boolean isFull(ArrayType result, ArrayType operand, int axis) {
        int own = axis - (result.rank() - operand.rank());
        return (own < 0 ? 1 : operand.size(own)) == result.size(axis);
    }
}
