package dev.plumb.samples.cartpole;

import static dev.plumb.dsl.ActivationFunction.TANH;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import java.util.List;

/** What to do with carts: from what their sensors say to the logarithms of the probabilities of left and right, (carts, 2). */
final class Policy extends EagerModel<List<float[]>, Var> {
    private final EagerLayer hidden = layer("hidden", Layers.dense(32).activation(TANH));
    private final EagerLayer actions = layer("actions", Layers.dense(2));

    Policy(long seed) {
        super(seed);
    }

    @Override
    public Var call(EagerContext context, List<float[]> sensors) {
        float[] numbers = new float[sensors.size() * CartPole.SENSORS];
        for (int cart = 0; cart < sensors.size(); cart++) {
            System.arraycopy(sensors.get(cart), 0, numbers, cart * CartPole.SENSORS, CartPole.SENSORS);
        }
        Var seen = context.floats(numbers, sensors.size(), CartPole.SENSORS);
        return actions.call(context, hidden.call(context, seen)).logSoftmax(-1);
    }
}
