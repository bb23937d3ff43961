package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gradient descent, with momentum if it is not 0: velocity = momentum · velocity - rate · gradient; the weights move by the velocity, or
 * with Nesterov by momentum · velocity - rate · gradient. Formulas and defaults of Keras 3.
 *
 * @param learningRate of each step, above 0
 * @param momentum from 0 to 1
 * @param nesterov whether the gradient is taken where the momentum leads
 */
public record SGD(LearningRateSchedule learningRate, double momentum, boolean nesterov) implements Optimizer {
    private static final String VELOCITY = "velocity";

    public SGD {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.fraction("SGD", "momentum", momentum);
    }

    /** With a learning rate that stays the same, above 0. */
    public SGD(double learningRate, double momentum, boolean nesterov) {
        this(Hyperparameters.rate("SGD", learningRate), momentum, nesterov);
    }

    /** Keras' default: a learning rate of 0.01, no momentum. */
    public static SGD of() {
        return of(0.01);
    }

    public static SGD of(double learningRate) {
        return new SGD(learningRate, 0, false);
    }

    /** With a learning rate that follows from the number of steps. */
    public static SGD of(LearningRateSchedule learningRate) {
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
        return Hyperparameters.of(learningRate)
                .and("momentum", momentum)
                .and("nesterov", nesterov ? 1.0 : 0.0)
                .named();
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of(VELOCITY);
    }

    @Override
    public boolean staysWithoutGradient() {
        return momentum == 0;
    }

    @Override
    public Update update(State state) {
        Var descent = state.gradients().times(state.learningRate()).negated();
        if (momentum == 0) {
            return new Update(state.weights().plus(descent), Map.of());
        }
        Var velocity = state.slot(VELOCITY).times((float) momentum).plus(descent);
        Var move = nesterov ? velocity.times((float) momentum).plus(descent) : velocity;
        return new Update(state.weights().plus(move), Map.of(VELOCITY, velocity));
    }
}
