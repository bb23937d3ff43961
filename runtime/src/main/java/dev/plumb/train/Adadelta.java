package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adadelta (Zeiler 2012) as Keras 3 computes it: the gradient times the root of the mean squared move, over that of the mean squared gradient.
 *
 * @param learningRate of each step, above 0
 * @param rho how much of the means each step keeps, from 0 to less than 1
 * @param epsilon keeps divisors from 0, above 0
 */
public record Adadelta(LearningRateSchedule learningRate, double rho, double epsilon) implements Optimizer {
    private static final String GRADIENTS = "accumulated_grad";
    private static final String MOVES = "accumulated_delta_var";
    private static final String RATE = "learning_rate";

    public Adadelta {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.decay("Adadelta", "rho", rho);
        Hyperparameters.positive("Adadelta", "epsilon", epsilon);
    }

    /** With a learning rate that stays the same, above 0. */
    public Adadelta(double learningRate, double rho, double epsilon) {
        this(Hyperparameters.rate("Adadelta", learningRate), rho, epsilon);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Adadelta of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Adadelta of(double learningRate) {
        return of(Hyperparameters.rate("Adadelta", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Adadelta of(LearningRateSchedule learningRate) {
        return new Adadelta(learningRate, 0.95, 1e-7);
    }

    @Override
    public String name() {
        return "Adadelta";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("rho", rho)
                .and("epsilon", epsilon)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(GRADIENTS, MOVES);
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
    public Update update(State state) {
        Var gradients = state.gradients();
        Var squares = MovingAverage.weighted(state.slot(GRADIENTS), gradients.square(), rho);
        Var moves = state.slot(MOVES);
        Var move = root(moves).times(gradients).dividedBy(root(squares));
        return new Update(
                move.times(state.scalar(RATE)).plus(state.weights()),
                Map.of(GRADIENTS, squares, MOVES, MovingAverage.weighted(moves, move.square(), rho)));
    }

    private Var root(Var squares) {
        return squares.plus((float) epsilon).sqrt();
    }
}
