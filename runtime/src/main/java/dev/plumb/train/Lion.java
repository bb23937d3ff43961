package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lion (Chen et al. 2023) as Keras 3 computes it: each weight moves by the learning rate, in the direction of a mean gradient.
 *
 * @param learningRate of each step, above 0
 * @param beta1 how much of the mean gradient each step keeps, from 0 to less than 1
 * @param beta2 how much of the mean gradient is kept for the next step, from 0 to less than 1
 */
public record Lion(LearningRateSchedule learningRate, double beta1, double beta2) implements Optimizer {
    private static final String MOMENTUM = "momentum";
    private static final String RATE = "learning_rate";

    public Lion {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("Lion", "beta1", beta1);
        Hyperparameters.decay("Lion", "beta2", beta2);
    }

    /** With a learning rate that stays the same, above 0. */
    public Lion(double learningRate, double beta1, double beta2) {
        this(Hyperparameters.rate("Lion", learningRate), beta1, beta2);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Lion of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Lion of(double learningRate) {
        return of(Hyperparameters.rate("Lion", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Lion of(LearningRateSchedule learningRate) {
        return new Lion(learningRate, 0.9, 0.99);
    }

    @Override
    public String name() {
        return "Lion";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("beta_1", beta1)
                .and("beta_2", beta2)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(MOMENTUM);
    }

    @Override
    public List<String> scalars() {
        return List.of(RATE);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        return -rate;
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var momentum = state.slot(MOMENTUM);
        Var direction = MovingAverage.weighted(momentum, gradients, beta1).sign();
        Var kept = MovingAverage.weighted(momentum, gradients, beta2);
        return new Update(direction.times(state.scalar(RATE)).plus(state.weights()), Map.of(MOMENTUM, kept));
    }
}
