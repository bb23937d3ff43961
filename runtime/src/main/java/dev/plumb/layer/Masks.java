package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Masks: 1 where there is something, 0 where there is padding. */
public final class Masks {
    private Masks() {}

    /** 1 where numbers of any element type are not 0. */
    static Var valid(Var x) {
        return x.cast(DType.FLOAT32).equalTo(0).linear(-1, 1);
    }

    /** A mask over the first axes of a shape, over all of it: (batch, time) as (batch, time, features). */
    public static Var over(Var mask, List<Integer> shape) {
        return mask.shape().equals(shape)
                ? mask
                : alignedBefore(mask, shape.size()).broadcastTo(shape);
    }

    /** Axes of size 1 at the end, up to this rank: a mask over (batch, time) beside (batch, time, features). */
    static Var alignedBefore(Var mask, int rank) {
        List<Integer> shape = new ArrayList<>(mask.shape());
        shape.addAll(Collections.nCopies(Math.max(0, rank - mask.rank()), 1));
        return mask.reshape(shape);
    }
}
