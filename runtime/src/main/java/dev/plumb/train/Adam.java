package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adam (Kingma and Ba 2014) as Keras 3 computes it: the moments' bias is corrected in the step size, and epsilon is added outside of the
 * root to the uncorrected moment ("epsilon hat").
 *
 * @param learningRate of each step, above 0
 * @param beta1 how much of the mean gradient each step keeps, from 0 to less than 1
 * @param beta2 how much of the mean squared gradient each step keeps, from 0 to less than 1
 * @param epsilon added to the root of the mean squared gradient, above 0
 * @param amsgrad whether the gradient is divided by the root of the largest mean of squares so far, instead of the present one (Reddi et al. 2018)
 */
public record Adam(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon, boolean amsgrad)
        implements Optimizer {
    private static final String STEP = "step_size";
    private static final String MOMENTUM = "momentum";
    private static final String VELOCITY = "velocity";
    private static final String LARGEST = "velocity_hat";

    public Adam {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("Adam", "beta1", beta1);
        Hyperparameters.decay("Adam", "beta2", beta2);
        Hyperparameters.positive("Adam", "epsilon", epsilon);
    }

    /** With a learning rate that stays the same, above 0. */
    public Adam(double learningRate, double beta1, double beta2, double epsilon) {
        this(Hyperparameters.rate("Adam", learningRate), beta1, beta2, epsilon, false);
    }

    /** Keras' default: a learning rate of 0.001. */
    public static Adam of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate: beta 0.9 and 0.999, epsilon 1e-7. */
    public static Adam of(double learningRate) {
        return of(Hyperparameters.rate("Adam", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Adam of(LearningRateSchedule learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-7, false);
    }

    /** The same by the largest mean squared gradient so far (AMSGrad): steps that never grow back. */
    public Adam amsgrad(boolean value) {
        return new Adam(learningRate, beta1, beta2, epsilon, value);
    }

    @Override
    public String name() {
        return "Adam";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("beta_1", beta1)
                .and("beta_2", beta2)
                .and("epsilon", epsilon)
                .and("amsgrad", amsgrad ? 1.0 : 0.0)
                .named();
    }

    @Override
    public List<String> slots() {
        return amsgrad ? List.of(MOMENTUM, VELOCITY, LARGEST) : List.of(MOMENTUM, VELOCITY);
    }

    @Override
    public List<String> scalars() {
        return List.of(STEP);
    }

    /** Minus the learning rate with the bias of both moments corrected; the betas are float32 numbers there, as they are in the rule. */
    @Override
    public double scalar(int index, long updates, double rate) {
        return step(updates, rate, beta1, beta2);
    }

    static double step(long updates, double rate, double beta1, double beta2) {
        double step = updates + 1.0;
        return -rate * Math.sqrt(1 - Math.pow((float) beta2, step)) / (1 - Math.pow((float) beta1, step));
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var mean = MovingAverage.moved(state.slot(MOMENTUM), gradients, beta1);
        Var square = MovingAverage.moved(state.slot(VELOCITY), gradients.times(gradients), beta2);
        Var divisor = amsgrad ? square.maximum(state.slot(LARGEST)) : square;
        Var move = Quotients.of(mean, divisor.sqrt().plus((float) epsilon), epsilon)
                .times(state.scalar(STEP));
        Var weights = move.plus(state.weights());
        return amsgrad
                ? new Update(weights, Map.of(MOMENTUM, mean, VELOCITY, square, LARGEST, divisor))
                : new Update(weights, Map.of(MOMENTUM, mean, VELOCITY, square));
    }
}
