package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adam with Nesterov momentum (Dozat 2015) as Keras 3 computes it: the momentum of step t is {@code beta1 · (1 - 0.5 · 0.96^t)}.
 *
 * @param learningRate of each step, above 0
 * @param beta1 how much of the mean gradient each step keeps, from 0 to less than 1
 * @param beta2 how much of the second mean each step keeps, from 0 to less than 1
 * @param epsilon keeps divisors from 0, above 0
 */
public record Nadam(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon)
        implements Optimizer {
    private static final String MOMENTUM = "momentum";
    private static final String VELOCITY = "velocity";
    private static final String OF_MEAN = "of_mean";
    private static final String OF_GRADIENT = "of_gradient";
    private static final String OF_SQUARE = "of_square";

    public Nadam {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("Nadam", "beta1", beta1);
        Hyperparameters.decay("Nadam", "beta2", beta2);
        Hyperparameters.positive("Nadam", "epsilon", epsilon);
    }

    /** With a learning rate that stays the same, above 0. */
    public Nadam(double learningRate, double beta1, double beta2, double epsilon) {
        this(Hyperparameters.rate("Nadam", learningRate), beta1, beta2, epsilon);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Nadam of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Nadam of(double learningRate) {
        return of(Hyperparameters.rate("Nadam", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Nadam of(LearningRateSchedule learningRate) {
        return new Nadam(learningRate, 0.9, 0.999, 1e-7);
    }

    @Override
    public String name() {
        return "Nadam";
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
        return List.of(OF_MEAN, OF_GRADIENT, OF_SQUARE);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        long step = updates + 1;
        if (index == 2) {
            return 1 / (1 - Math.pow((float) beta2, (double) step));
        }
        double product = product(step);
        return index == 0
                ? -rate * momentum(step + 1) / (1 - product * momentum(step + 1))
                : -rate * (1 - momentum(step)) / (1 - product);
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var mean = MovingAverage.moved(state.slot(MOMENTUM), gradients, beta1);
        Var square = MovingAverage.moved(state.slot(VELOCITY), gradients.square(), beta2);
        Var ahead = mean.times(state.scalar(OF_MEAN)).plus(gradients.times(state.scalar(OF_GRADIENT)));
        Var root = square.times(state.scalar(OF_SQUARE)).sqrt().plus((float) epsilon);
        return new Update(
                Quotients.of(ahead, root, epsilon).plus(state.weights()), Map.of(MOMENTUM, mean, VELOCITY, square));
    }

    /** The momentum of a step, counted from 1. */
    private double momentum(long step) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, (double) step));
    }

    /** The product of the momentums up to a step; when it is too small to matter, 0. */
    private double product(long step) {
        double product = 1;
        for (long i = 1; i <= step && product > 1e-30; i++) {
            product *= momentum(i);
        }
        return product > 1e-30 ? product : 0;
    }
}
