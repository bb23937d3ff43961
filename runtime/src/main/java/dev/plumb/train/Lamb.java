package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * LAMB (You et al. 2019, "Large Batch Optimization for Deep Learning") as Keras 3 computes it: the step of Adam, with the bias of both moments corrected,
 * scaled for each weight so that it is as long as the weight times the learning rate. A weight of norm 0, or a step of norm 0, is not scaled.
 *
 * @param learningRate of each step, above 0
 * @param beta1 how much of the mean gradient each step keeps, from 0 to less than 1
 * @param beta2 how much of the second mean each step keeps, from 0 to less than 1
 * @param epsilon keeps divisors from 0, above 0
 */
public record Lamb(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
    private static final String MOMENTUM = "momentum";
    private static final String VELOCITY = "velocity";
    private static final String RATE = "learning_rate";
    private static final String OF_MEAN = "of_mean";
    private static final String OF_SQUARE = "of_square";

    public Lamb {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("Lamb", "beta1", beta1);
        Hyperparameters.decay("Lamb", "beta2", beta2);
        Hyperparameters.positive("Lamb", "epsilon", epsilon);
    }

    /** With a learning rate that stays the same, above 0. */
    public Lamb(double learningRate, double beta1, double beta2, double epsilon) {
        this(Hyperparameters.rate("Lamb", learningRate), beta1, beta2, epsilon);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Lamb of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Lamb of(double learningRate) {
        return of(Hyperparameters.rate("Lamb", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Lamb of(LearningRateSchedule learningRate) {
        return new Lamb(learningRate, 0.9, 0.999, 1e-7);
    }

    @Override
    public String name() {
        return "Lamb";
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
        return List.of(MOMENTUM, VELOCITY);
    }

    @Override
    public List<String> scalars() {
        return List.of(RATE, OF_MEAN, OF_SQUARE);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        double step = updates + 1.0;
        return switch (index) {
            case 0 -> rate;
            case 1 -> 1 / (1 - Math.pow((float) beta1, step));
            default -> 1 / (1 - Math.pow((float) beta2, step));
        };
    }

    @Override
    public boolean byWeight() {
        return true;
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var mean = MovingAverage.moved(state.slot(MOMENTUM), gradients, beta1);
        Var square = MovingAverage.moved(state.slot(VELOCITY), gradients.square(), beta2);
        Var root = square.times(state.scalar(OF_SQUARE)).sqrt().plus((float) epsilon);
        Var move = mean.times(state.scalar(OF_MEAN)).dividedBy(root);
        Var length = Norms.euclidean(state.weights());
        Var moved = Norms.euclidean(move);
        Var ratio = length.dividedBy(moved).where(length.greater(0).and(moved.greater(0)), 1);
        Var step = move.times(ratio.times(state.scalar(RATE)));
        return new Update(state.weights().minus(step), Map.of(MOMENTUM, mean, VELOCITY, square));
    }
}
