package dev.plumb.compile;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.AllGather;
import java.util.List;

/**
 * An equally large part of a batch that is computed by itself.
 *
 * @param index which part, from 0
 * @param count how many there are
 */
record Share(int index, int count) {
    /** All of the batch. */
    static final Share WHOLE = new Share(0, 1);

    /** Tells the other parts, and waits for what they tell. */
    AllGather gathering() {
        return new AllGather(index, count);
    }

    /** The mean over all parts of a sum over one, in each part. */
    Var mean(Var sum) {
        return count == 1 ? sum : sum.apply(gathering()).mean(0);
    }

    /**
     * The index of the first element of random numbers in those of the whole batch: a batch draws the same numbers, however it is divided.
     *
     * @param shape of the part's numbers, whose first axis is that of the examples, or of size 1 if these have them in common
     */
    int firstOf(List<Integer> shape) {
        boolean isCommon = shape.isEmpty() || shape.get(0) == 1;
        return isCommon ? 0 : index * shape.stream().reduce(1, (some, more) -> some * more);
    }
}
