package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2017) as Keras 3 computes it: a step takes {@code learningRate · weightDecay} of each weight
 * off, biases and normalizations included, and then moves it as {@link Adam} does.
 *
 * @param learningRate of each step, above 0
 * @param beta1 how much of the mean gradient each step keeps, from 0 to less than 1
 * @param beta2 how much of the second mean each step keeps, from 0 to less than 1
 * @param epsilon keeps divisors from 0, above 0
 * @param weightDecay the share of a weight that a step takes off at a learning rate of 1, from 0
 */
public record AdamW(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        implements Optimizer {
    private static final String MOMENTUM = "momentum";
    private static final String VELOCITY = "velocity";
    private static final String STEP = "step_size";
    private static final String DECAY = "decay";

    public AdamW {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("AdamW", "beta1", beta1);
        Hyperparameters.decay("AdamW", "beta2", beta2);
        Hyperparameters.positive("AdamW", "epsilon", epsilon);
        Hyperparameters.notNegative("AdamW", "weightDecay", weightDecay);
    }

    /** With a learning rate that stays the same, above 0. */
    public AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        this(Hyperparameters.rate("AdamW", learningRate), beta1, beta2, epsilon, weightDecay);
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
        return new AdamW(learningRate, 0.9, 0.999, 1e-7, 0.004);
    }

    /** The same with another decay, from 0. */
    public AdamW weightDecay(double value) {
        return new AdamW(learningRate, beta1, beta2, epsilon, value);
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
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(MOMENTUM, VELOCITY);
    }

    @Override
    public List<String> scalars() {
        return List.of(STEP, DECAY);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        return index == 0 ? Adam.step(updates, rate, beta1, beta2) : -rate * weightDecay;
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var weights = state.weights();
        Var decayed = weights.times(state.scalars().get(DECAY)).plus(weights);
        Var mean = MovingAverage.moved(state.slots().get(MOMENTUM), gradients, beta1);
        Var square = MovingAverage.moved(state.slots().get(VELOCITY), gradients.square(), beta2);
        Var move = mean.dividedBy(square.sqrt().plus((float) epsilon))
                .times(state.scalars().get(STEP));
        return new Update(move.plus(decayed), Map.of(MOMENTUM, mean, VELOCITY, square));
    }
}
