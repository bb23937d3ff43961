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
        if (!context.training() || spec.value() == 0) {
            return x;
        }
        if (spec.value() == 1) {
            return x.times(0);
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        for (int axis = 0; axis < spec.noiseShape().size(); axis++) {
            if (spec.noiseShape().get(axis) == 1) {
                shape.set(axis + 1, 1);
            }
        }
        return x.times(context.dropoutMask(spec.value(), shape));
    }
}
