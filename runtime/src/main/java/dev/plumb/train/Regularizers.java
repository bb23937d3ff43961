package dev.plumb.train;

import dev.plumb.dsl.Regularizer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Reduce;

/** The penalties of Keras 3 in ops. */
public final class Regularizers {
    private static final float NORM_EPSILON = 1e-12f;

    private Regularizers() {}

    /** The penalty on a weight, a scalar; the regularizer is not none. */
    public static Var penalty(Regularizer.Spec regularizer, Var weight) {
        Var sum = weight.recorder().constant(0);
        if (regularizer.l1() != 0) {
            sum = sum.plus(weight.abs().sum().times((float) regularizer.l1()));
        }
        if (regularizer.l2() != 0) {
            sum = sum.plus(weight.square().sum().times((float) regularizer.l2()));
        }
        if (regularizer.orthogonal() != 0) {
            sum = sum.plus(orthogonal(regularizer, weight));
        }
        return sum;
    }

    /** keras.regularizers.OrthogonalRegularizer: half the sum of absolute cosines between different vectors, over their pairs. */
    private static Var orthogonal(Regularizer.Spec regularizer, Var weight) {
        if (weight.rank() != 2) {
            throw new IllegalArgumentException(
                    "an orthogonal regularizer needs a weight of rank 2, not of shape " + weight.shape());
        }
        boolean rows = regularizer.mode() == Regularizer.Mode.ROWS;
        int vectors = weight.size(rows ? 0 : 1);
        Var norm = weight.square()
                .reduce(Reduce.Function.SUM, true, rows ? 1 : 0)
                .maximum(NORM_EPSILON)
                .sqrt();
        Var unit = weight.dividedBy(norm);
        Var cosines = unit.matmul(unit, !rows, rows);
        float[] different = new float[vectors * vectors];
        for (int i = 0; i < different.length; i++) {
            different[i] = i % (vectors + 1) == 0 ? 0 : 1;
        }
        Var mask = weight.recorder().constant(ArrayType.float32(vectors, vectors), Literal.of(different));
        float pairs = vectors * (vectors - 1) / 2f;
        return cosines.times(mask).abs().sum().times((float) (regularizer.orthogonal() * 0.5 / pairs));
    }
}
