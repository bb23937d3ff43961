package dev.plumb.layer;

import dev.plumb.dsl.layer.Dropout;
import dev.plumb.engine.Var;
import dev.plumb.runtime.LayerContext;
import java.util.ArrayList;
import java.util.List;

/** Layers that only act in training. */
final class RegularizationLayers {
    private RegularizationLayers() {}

    static Var dropout(Dropout.Spec spec, LayerContext context, Var x) {
        List<Integer> shape = new ArrayList<>(x.shape());
        for (int axis = 0; axis < spec.noiseShape().size(); axis++) {
            if (spec.noiseShape().get(axis) == 1) {
                shape.set(axis + 1, 1);
            }
        }
        return dropped(spec.value(), context, x, shape);
    }

    /** Drops in training, one decision for each element of this shape. */
    static Var dropped(double rate, LayerContext context, Var x, List<Integer> shape) {
        if (!context.training() || rate == 0) {
            return x;
        }
        return rate == 1 ? x.times(0) : x.times(context.dropoutMask(rate, shape));
    }
}
