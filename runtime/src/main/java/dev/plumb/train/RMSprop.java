package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * RMSprop (Hinton) as Keras 3 computes it: the gradient divided by the root of its mean square, epsilon within the root.
 *
 * @param learningRate of each step, above 0
 * @param rho how much of the mean squared gradient each step keeps, from 0 to less than 1
 * @param momentum from 0 to 1
 * @param epsilon keeps divisors from 0, above 0
 * @param centered whether the square of the mean gradient is taken off, so that it is the variance
 */
public record RMSprop(LearningRateSchedule learningRate, double rho, double momentum, double epsilon, boolean centered)
        implements Optimizer {
    private static final String VELOCITY = "velocity";
    private static final String MOMENTUM = "momentum";
    private static final String AVERAGE = "average_gradient";

    public RMSprop {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("RMSprop", "rho", rho);
        Hyperparameters.fraction("RMSprop", "momentum", momentum);
        Hyperparameters.positive("RMSprop", "epsilon", epsilon);
    }

    /** With a learning rate that stays the same, above 0. */
    public RMSprop(double learningRate, double rho, double momentum, double epsilon, boolean centered) {
        this(Hyperparameters.rate("RMSprop", learningRate), rho, momentum, epsilon, centered);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static RMSprop of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static RMSprop of(double learningRate) {
        return of(Hyperparameters.rate("RMSprop", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static RMSprop of(LearningRateSchedule learningRate) {
        return new RMSprop(learningRate, 0.9, 0, 1e-7, false);
    }

    /** The same with momentum, from 0 to 1. */
    public RMSprop momentum(double value) {
        return new RMSprop(learningRate, rho, value, epsilon, centered);
    }

    /** The same by the variance of the gradients. */
    public RMSprop centered(boolean value) {
        return new RMSprop(learningRate, rho, momentum, epsilon, value);
    }

    @Override
    public String name() {
        return "RMSprop";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("rho", rho)
                .and("momentum", momentum)
                .and("epsilon", epsilon)
                .and("centered", centered ? 1.0 : 0.0)
                .named();
    }

    @Override
    public List<String> slots() {
        List<String> kept = new ArrayList<>(List.of(VELOCITY));
        if (momentum > 0) {
            kept.add(MOMENTUM);
        }
        if (centered) {
            kept.add(AVERAGE);
        }
        return List.copyOf(kept);
    }

    @Override
    public Update update(State state) {
        Var gradients = state.gradients();
        Map<String, Var> slots = new LinkedHashMap<>();
        Var velocity = MovingAverage.weighted(state.slot(VELOCITY), gradients.square(), rho);
        slots.put(VELOCITY, velocity);
        Var divisor = velocity;
        if (centered) {
            Var average = MovingAverage.weighted(state.slot(AVERAGE), gradients, rho);
            slots.put(AVERAGE, average);
            divisor = velocity.minus(average.square()).maximum(0);
        }
        Var move = Quotients.of(gradients, divisor.plus((float) epsilon).sqrt(), Math.sqrt(epsilon))
                .times(state.learningRate());
        if (momentum > 0) {
            move = state.slot(MOMENTUM).times((float) momentum).plus(move);
            slots.put(MOMENTUM, move);
        }
        return new Update(state.weights().minus(move), slots);
    }
}
