package dev.plumb.train;

import dev.plumb.ops.Var;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradient descent, with momentum if it is not 0: velocity = momentum · velocity - rate · gradient; the weights move by the velocity, or
 * with Nesterov by momentum · velocity - rate · gradient. Formulas and defaults of Keras 3.
 *
 * @param learningRate above 0
 * @param momentum from 0 to 1
 * @param nesterov whether the gradient is taken where the momentum leads
 */
public record SGD(double learningRate, double momentum, boolean nesterov) implements Optimizer {
    private static final String RATE = "learning_rate";
    private static final String VELOCITY = "velocity";

    public SGD {
        Hyperparameters.positive("SGD", "learningRate", learningRate);
        Hyperparameters.fraction("SGD", "momentum", momentum);
    }

    /** Keras' default: a learning rate of 0.01, no momentum. */
    public static SGD of() {
        return of(0.01);
    }

    public static SGD of(double learningRate) {
        return new SGD(learningRate, 0, false);
    }

    public SGD momentum(double value) {
        return new SGD(learningRate, value, nesterov);
    }

    public SGD nesterov(boolean value) {
        return new SGD(learningRate, momentum, value);
    }

    @Override
    public String name() {
        return "SGD";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(RATE, learningRate);
        values.put("momentum", momentum);
        values.put("nesterov", nesterov ? 1.0 : 0.0);
        return values;
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of(VELOCITY);
    }

    @Override
    public List<String> scalars() {
        return List.of(RATE);
    }

    @Override
    public double scalar(int index, long iteration, long updates, double rate) {
        return learningRate * rate;
    }

    @Override
    public Update update(State state) {
        Var descent = state.gradients().times(state.scalars().get(RATE)).negated();
        if (momentum == 0) {
            return new Update(state.weights().plus(descent), Map.of());
        }
        Var velocity = state.slots().get(VELOCITY).times((float) momentum).plus(descent);
        Var move = nesterov ? velocity.times((float) momentum).plus(descent) : velocity;
        return new Update(state.weights().plus(move), Map.of(VELOCITY, velocity));
    }
}
