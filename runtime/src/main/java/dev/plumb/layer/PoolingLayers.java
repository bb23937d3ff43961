package dev.plumb.layer;

import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.MaxPooling2D;
import dev.plumb.engine.Var;
import dev.plumb.engine.op.Pooling;
import dev.plumb.engine.op.Reduce;
import dev.plumb.runtime.LayerContext;

/** Poolings, channels last. */
final class PoolingLayers {
    private PoolingLayers() {}

    static Var maxPooling2D(MaxPooling2D.Spec spec, LayerContext context, Var x) {
        dev.plumb.graph.Window window = spec.window();
        return x.apply(new Pooling(Pooling.Kind.MAX, window.sizes(), Windows.over(window, x)));
    }

    static Var globalAveragePooling2D(GlobalAveragePooling2D.Spec spec, LayerContext context, Var x) {
        return x.reduce(Reduce.Function.MEAN, spec.keepdims(), 1, 2);
    }
}
