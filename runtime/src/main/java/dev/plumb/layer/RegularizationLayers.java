package dev.plumb.layer;

import dev.plumb.dsl.layer.DropoutLayer;
import dev.plumb.graph.rule.SpatialDropoutSpec;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Layers that only act in training. */
final class RegularizationLayers {
    private RegularizationLayers() {}

    static Var dropout(DropoutLayer spec, LayerContext context, Var x) {
        List<Integer> shape = new ArrayList<>(x.shape());
        for (int axis = 0; axis < spec.noiseShape().size(); axis++) {
            if (spec.noiseShape().get(axis) == 1) {
                shape.set(axis + 1, 1);
            }
        }
        return dropped(spec.value(), shape, context, x);
    }

    /** One decision for each channel of each example. */
    static <S extends SpatialDropoutSpec> Lowering<S> spatialDropout() {
        return Lowering.unary((spec, context, x) -> {
            List<Integer> shape = new ArrayList<>(Collections.nCopies(x.rank(), 1));
            shape.set(0, x.size(0));
            shape.set(x.rank() - 1, x.size(-1));
            return dropped(spec.value(), shape, context, x);
        });
    }

    /** Drops in training, one decision for each element of this shape. */
    static Var dropped(double rate, List<Integer> noiseShape, LayerContext context, Var x) {
        if (!context.training() || rate == 0) {
            return x;
        }
        return rate == 1 ? x.times(0) : x.times(context.dropoutMask(rate, noiseShape));
    }
}
