package dev.plumb.samples.adversarial;

import static dev.plumb.dsl.ActivationFunction.RELU;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;

/** Three dense layers: from noise to points, or from points to what is thought of them. */
final class Net extends EagerModel<Var, Var> {
    private static final int UNITS = 64;

    private final EagerLayer first = layer("first", Layers.dense(UNITS).activation(RELU));
    private final EagerLayer second = layer("second", Layers.dense(UNITS).activation(RELU));
    private final EagerLayer last;

    Net(int outputs, long seed) {
        super(seed);
        last = layer("last", Layers.dense(outputs));
    }

    @Override
    public Var call(EagerContext context, Var x) {
        return last.call(context, second.call(context, first.call(context, x)));
    }
}
