package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adagrad (Duchi et al. 2011) as Keras 3 computes it: the gradient divided by the root of the sum of all its squares.
 *
 * @param learningRate of each step, above 0
 * @param initialAccumulator what the sums of squares begin with, from 0
 * @param epsilon keeps divisors from 0, above 0
 */
public record Adagrad(LearningRateSchedule learningRate, double initialAccumulator, double epsilon)
        implements Optimizer {
    private static final String ACCUMULATOR = "accumulator";
    private static final String RATE = "learning_rate";

    public Adagrad {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.positive("Adagrad", "epsilon", epsilon);
        Hyperparameters.notNegative("Adagrad", "initialAccumulator", initialAccumulator);
    }

    /** With a learning rate that stays the same, above 0. */
    public Adagrad(double learningRate, double initialAccumulator, double epsilon) {
        this(Hyperparameters.rate("Adagrad", learningRate), initialAccumulator, epsilon);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Adagrad of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Adagrad of(double learningRate) {
        return of(Hyperparameters.rate("Adagrad", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Adagrad of(LearningRateSchedule learningRate) {
        return new Adagrad(learningRate, 0.1, 1e-7);
    }

    @Override
    public String name() {
        return "Adagrad";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("initial_accumulator_value", initialAccumulator)
                .and("epsilon", epsilon)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(ACCUMULATOR);
    }

    @Override
    public double initial(String slot) {
        return initialAccumulator;
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
    public boolean staysWithoutGradient() {
        return true;
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var sum = state.slot(ACCUMULATOR).plus(gradients.square());
        Var move = Quotients.of(gradients, sum.plus((float) epsilon).sqrt(), Math.sqrt(epsilon))
                .times(state.scalar(RATE));
        return new Update(move.plus(state.weights()), Map.of(ACCUMULATOR, sum));
    }
}
