package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adamax (Kingma and Ba 2014) as Keras 3 computes it: Adam by the largest gradient instead of the root of the mean square.
 *
 * @param learningRate of each step, above 0
 * @param beta1 how much of the mean gradient each step keeps, from 0 to less than 1
 * @param beta2 how much of the second mean each step keeps, from 0 to less than 1
 * @param epsilon keeps divisors from 0, above 0
 */
public record Adamax(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon)
        implements Optimizer {
    private static final String MOMENTUM = "momentum";
    private static final String NORM = "norm";
    private static final String STEP = "step_size";

    public Adamax {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("Adamax", "beta1", beta1);
        Hyperparameters.decay("Adamax", "beta2", beta2);
        Hyperparameters.positive("Adamax", "epsilon", epsilon);
    }

    /** With a learning rate that stays the same, above 0. */
    public Adamax(double learningRate, double beta1, double beta2, double epsilon) {
        this(Hyperparameters.rate("Adamax", learningRate), beta1, beta2, epsilon);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Adamax of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Adamax of(double learningRate) {
        return of(Hyperparameters.rate("Adamax", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Adamax of(LearningRateSchedule learningRate) {
        return new Adamax(learningRate, 0.9, 0.999, 1e-7);
    }

    @Override
    public String name() {
        return "Adamax";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("beta_1", beta1)
                .and("beta_2", beta2)
                .and("epsilon", epsilon)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(MOMENTUM, NORM);
    }

    @Override
    public List<String> scalars() {
        return List.of(STEP);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        return -rate / (1 - Math.pow((float) beta1, updates + 1.0));
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var mean = MovingAverage.moved(state.slot(MOMENTUM), gradients, beta1);
        Var norm = state.slot(NORM).times((float) beta2).maximum(gradients.abs());
        Var move = mean.times(state.scalar(STEP)).dividedBy(norm.plus((float) epsilon));
        return new Update(move.plus(state.weights()), Map.of(MOMENTUM, mean, NORM, norm));
    }
}
