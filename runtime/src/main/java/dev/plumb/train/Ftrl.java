package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Follow the regularized leader (McMahan et al. 2013) as Keras 3 computes it.
 *
 * @param learningRate of each step, above 0
 * @param learningRatePower at most 0
 * @param initialAccumulator what the sums of squares begin with, from 0
 * @param l1 from 0
 * @param l2 from 0
 * @param l2Shrinkage of the penalty on the size alone, from 0
 * @param beta from 0
 */
public record Ftrl(
        LearningRateSchedule learningRate,
        double learningRatePower,
        double initialAccumulator,
        double l1,
        double l2,
        double l2Shrinkage,
        double beta)
        implements Optimizer {
    private static final String ACCUMULATOR = "accumulator";
    private static final String LINEAR = "linear";

    public Ftrl {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.notNegative("Ftrl", "-learningRatePower", -learningRatePower);
        Hyperparameters.notNegative("Ftrl", "initialAccumulator", initialAccumulator);
        Hyperparameters.notNegative("Ftrl", "l1", l1);
        Hyperparameters.notNegative("Ftrl", "l2", l2);
        Hyperparameters.notNegative("Ftrl", "l2Shrinkage", l2Shrinkage);
        Hyperparameters.notNegative("Ftrl", "beta", beta);
    }

    /** With a learning rate that stays the same, above 0. */
    public Ftrl(
            double learningRate,
            double learningRatePower,
            double initialAccumulator,
            double l1,
            double l2,
            double l2Shrinkage,
            double beta) {
        this(
                Hyperparameters.rate("Ftrl", learningRate),
                learningRatePower,
                initialAccumulator,
                l1,
                l2,
                l2Shrinkage,
                beta);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Ftrl of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Ftrl of(double learningRate) {
        return of(Hyperparameters.rate("Ftrl", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Ftrl of(LearningRateSchedule learningRate) {
        return new Ftrl(learningRate, -0.5, 0.1, 0, 0, 0, 0);
    }

    /** The same with other penalties, each from 0. */
    public Ftrl regularization(double absolute, double square) {
        return new Ftrl(learningRate, learningRatePower, initialAccumulator, absolute, square, l2Shrinkage, beta);
    }

    @Override
    public String name() {
        return "Ftrl";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("learning_rate_power", learningRatePower)
                .and("initial_accumulator_value", initialAccumulator)
                .and("l1_regularization_strength", l1)
                .and("l2_regularization_strength", l2)
                .and("l2_shrinkage_regularization_strength", l2Shrinkage)
                .and("beta", beta)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(ACCUMULATOR, LINEAR);
    }

    @Override
    public double initial(String slot) {
        return slot.equals(ACCUMULATOR) ? initialAccumulator : 0;
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var rate = state.learningRate();
        Var weights = state.weights();
        Var before = state.slot(ACCUMULATOR);
        Var sum = before.plus(gradients.square());
        Var shrunk = l2Shrinkage > 0 ? gradients.plus(weights.times((float) (2 * l2Shrinkage))) : gradients;
        Var root = power(sum);
        Var linear = state.slot(LINEAR)
                .plus(shrunk)
                .minus(root.minus(power(before)).dividedBy(rate).times(weights));
        Var quadratic = root.plus((float) beta).dividedBy(rate).plus((float) (2 * l2));
        Var clipped = linear.clip((float) -l1, (float) l1);
        return new Update(clipped.minus(linear).dividedBy(quadratic), Map.of(ACCUMULATOR, sum, LINEAR, linear));
    }

    private Var power(Var sum) {
        return learningRatePower == -0.5 ? sum.sqrt() : sum.pow((float) -learningRatePower);
    }
}
