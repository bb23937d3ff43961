package dev.plumb.samples.code;

import dev.plumb.dsl.Signature;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** How far two vectors are apart; at least 1e-3, for at 0 it has no gradient. */
@Signature("(d), (d) -> (1)")
public final class EuclideanDistance implements LayerCode {
    private static final float SMALLEST_SQUARE = 1e-6f;

    @Override
    public Var call(LayerContext context, List<Var> inputs) {
        Var apart = inputs.get(0).minus(inputs.get(1));
        Var square = apart.square().sum(1).maximum(SMALLEST_SQUARE);
        return square.sqrt().reshape(apart.size(0), 1);
    }
}
