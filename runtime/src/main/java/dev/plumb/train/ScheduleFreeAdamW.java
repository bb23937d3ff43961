package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Schedule-free AdamW (Defazio et al. 2024, "The Road Less Scheduled") as Keras 3 computes it: one sequence z takes the steps, x is its mean over all of
 * them, and the weights, where gradients are taken, lie between: {@code (1 - beta1) · z + beta1 · x}. So no schedule has to know when training
 * ends. Weights decay if that is asked for ({@link #weightDecay}); z begins with the weights as they are after the decay of the first step.
 *
 * @param learningRate of each step, above 0
 * @param beta1 the share of the mean in the weights, above 0 and up to 1
 * @param beta2 how much of the mean squared gradient each step keeps, from 0 to less than 1
 * @param epsilon keeps divisors from 0, above 0
 * @param warmupSteps over how many steps the learning rate grows to what it is, from 0
 */
public record ScheduleFreeAdamW(
        LearningRateSchedule learningRate, double beta1, double beta2, double epsilon, int warmupSteps)
        implements Optimizer {
    private static final String NAME = "ScheduleFreeAdamW";
    private static final String MOMENTUM = "momentum";
    private static final String VELOCITY = "velocity";
    private static final String RATE = "learning_rate";
    private static final String OF_SQUARE = "of_square";
    private static final String FIRST = "first";
    private static final String SHARE = "share";

    public ScheduleFreeAdamW {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.positive(NAME, "beta1", beta1);
        Hyperparameters.fraction(NAME, "beta1", beta1);
        Hyperparameters.decay(NAME, "beta2", beta2);
        Hyperparameters.positive(NAME, "epsilon", epsilon);
        Hyperparameters.atLeast(NAME, "warmupSteps", warmupSteps, 0);
    }

    /** With a learning rate that stays the same after its warm-up, above 0. */
    public ScheduleFreeAdamW(double learningRate, double beta1, double beta2, double epsilon, int warmupSteps) {
        this(Hyperparameters.rate(NAME, learningRate), beta1, beta2, epsilon, warmupSteps);
    }

    /** Keras' defaults: a learning rate of 0.0025. */
    public static ScheduleFreeAdamW of() {
        return of(0.0025);
    }

    /** Keras' defaults beside the learning rate: beta 0.9 and 0.999, epsilon 1e-8, no warm-up. */
    public static ScheduleFreeAdamW of(double learningRate) {
        return new ScheduleFreeAdamW(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    /** The same with a learning rate that grows over the first steps. */
    public ScheduleFreeAdamW warmup(int steps) {
        return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, steps);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("beta_1", beta1)
                .and("beta_2", beta2)
                .and("epsilon", epsilon)
                .and("warmup_steps", warmupSteps)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(MOMENTUM, VELOCITY);
    }

    @Override
    public List<String> scalars() {
        return List.of(RATE, OF_SQUARE, FIRST, SHARE);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        double step = updates + 1.0;
        return switch (index) {
            case 0 -> step < warmupSteps ? rate * step / warmupSteps : rate;
            case 1 -> 1 / (1 - Math.pow((float) beta2, step));
            case 2 -> updates == 0 ? 1 : 0;
            default -> 1 / step;
        };
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Var weights = state.weights();
        float share = (float) (1 - beta1);
        Var square = MovingAverage.moved(state.slot(VELOCITY), gradients.square(), beta2);
        Var root = square.times(state.scalar(OF_SQUARE)).sqrt().plus((float) epsilon);
        Var before = state.slot(MOMENTUM).plus(weights.times(state.scalar(FIRST)));
        Var z = before.minus(gradients.times(state.scalar(RATE)).dividedBy(root));
        Var mean = weights.minus(before.times(share)).dividedBy((float) beta1);
        Var moved = mean.plus(z.minus(mean).times(state.scalar(SHARE)));
        return new Update(z.times(share).plus(moved.times((float) beta1)), Map.of(MOMENTUM, z, VELOCITY, square));
    }
}
