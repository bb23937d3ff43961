package dev.plumb.train.loss;

import dev.plumb.dsl.DType;
import dev.plumb.ops.Var;

/** Losses of directions, distributions and embeddings, by the formulas of Keras 3. */
public final class Similarities {
    private static final float EPSILON = 1e-7f;

    /** Of the length of a vector that has a direction. */
    private static final float SMALLEST_SQUARE = EPSILON * EPSILON;

    /** Leaves nothing of an exponential, and stays finite in sums. */
    private static final float NEVER = -1e30f;

    private Similarities() {}

    /** -cos of the angle between both along an axis. */
    public static Var cosine(Var value, Var target, int axis) {
        return direction(value, axis).times(direction(target, axis)).sum(axis).negated();
    }

    private static Var direction(Var x, int axis) {
        Var square = x.square().sum(true, axis).clip(SMALLEST_SQUARE, Float.MAX_VALUE);
        return x.times(square.rsqrt());
    }

    /** sum y ln(y / p) over the last axis, both clipped to [1e-7, 1]. */
    public static Var divergence(Var value, Var target) {
        Var wanted = target.clip(EPSILON, 1);
        Var said = value.clip(EPSILON, 1);
        return wanted.times(wanted.log().minus(said.log())).sum(-1);
    }

    /**
     * Circle loss of each example of a batch: Y. Sun and others 2020, "Circle Loss: A Unified Perspective of Pair Similarity Optimization".
     *
     * @param embeddings (batch, features), each of length 1
     * @param labels (batch)
     * @param removeDiagonal whether an example is no example of its own label
     */
    public static Var circle(Var embeddings, Var labels, float gamma, float margin, boolean removeDiagonal) {
        Var distance = embeddings.matmul(embeddings, false, true).linear(-1, 1).relu();
        Var label = labels.cast(DType.FLOAT32);
        Var same = label.expandDims(1).equalTo(label.expandDims(0));
        Var other = same.not();
        if (removeDiagonal) {
            same = same.minus(embeddings.recorder().eye(embeddings.size(0)));
        }
        Var near = distance.plus(margin).times(distance.linear(-1, margin)).times(-gamma);
        Var far = distance.linear(-1, 1 + margin)
                .relu()
                .times(distance.linear(-1, 1 - margin))
                .times(gamma);
        return near.where(same, NEVER)
                .logSumExp(1)
                .plus(far.where(other, NEVER).logSumExp(1))
                .softplus();
    }
}
