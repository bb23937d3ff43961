package dev.plumb.train;

import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2017) as Keras 3 computes it: a step takes {@code learningRate · weightDecay} of each weight
 * off, biases and normalizations included unless they are {@linkplain #excludeFromWeightDecay excluded}, and then moves it as {@link Adam} does.
 *
 * @param learningRate of each step, above 0
 * @param beta1 how much of the mean gradient each step keeps, from 0 to less than 1
 * @param beta2 how much of the second mean each step keeps, from 0 to less than 1
 * @param epsilon keeps divisors from 0, above 0
 * @param weightDecay the share of a weight that a step takes off at a learning rate of 1, from 0
 * @param amsgrad as that of {@link Adam}
 */
public record AdamW(
        LearningRateSchedule learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean amsgrad)
        implements Optimizer {
    public AdamW {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("AdamW", "beta1", beta1);
        Hyperparameters.decay("AdamW", "beta2", beta2);
        Hyperparameters.positive("AdamW", "epsilon", epsilon);
        Hyperparameters.notNegative("AdamW", "weightDecay", weightDecay);
    }

    /** With a learning rate that stays the same, above 0. */
    public AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        this(Hyperparameters.rate("AdamW", learningRate), beta1, beta2, epsilon, weightDecay, false);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static AdamW of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static AdamW of(double learningRate) {
        return of(Hyperparameters.rate("AdamW", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static AdamW of(LearningRateSchedule learningRate) {
        return new AdamW(learningRate, 0.9, 0.999, 1e-7, 0.004, false);
    }

    /** The same with another decay, from 0. */
    @Override
    public AdamW weightDecay(double value) {
        return new AdamW(learningRate, beta1, beta2, epsilon, value, amsgrad);
    }

    /** The same by the largest mean squared gradient so far; see {@link Adam#amsgrad}. */
    public AdamW amsgrad(boolean value) {
        return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, value);
    }

    /** The decay, which is done around the rule as that of any optimizer. */
    @Override
    public UpdateOptions options() {
        return UpdateOptions.NONE.weightDecay(weightDecay);
    }

    @Override
    public Optimizer options(UpdateOptions options) {
        return ConfiguredOptimizer.of(weightDecay(options.weightDecay()), options);
    }

    @Override
    public String name() {
        return "AdamW";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("beta_1", beta1)
                .and("beta_2", beta2)
                .and("epsilon", epsilon)
                .and("weight_decay", weightDecay)
                .and("amsgrad", amsgrad ? 1.0 : 0.0)
                .named();
    }

    @Override
    public List<String> slots() {
        return rule().slots();
    }

    @Override
    public List<String> scalars() {
        return rule().scalars();
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        return rule().scalar(index, updates, rate);
    }

    @Override
    public Update update(State state) {
        return rule().update(state);
    }

    private Adam rule() {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad);
    }
}
