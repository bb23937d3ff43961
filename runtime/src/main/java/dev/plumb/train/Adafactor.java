package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adafactor (Shazeer and Stern 2018) as Keras 3 computes it: of the mean squared gradient of a weight of two axes or more it keeps only the means over
 * the rows and over the columns of the last two, whose product is taken for it. So its memory grows with the sum of the two sizes and not with their
 * product. A step is relative to the weight: {@code max(epsilon2, rms(weight)) · min(learningRate, 1 / √t)}, and one of more than {@code clipThreshold}
 * is scaled down to it.
 *
 * <p>Keras' argument {@code relative_step} is not here: in Keras 3.15 the steps are the same whatever it says.
 *
 * @param learningRate the largest one, above 0
 * @param beta2Decay the power of the number of steps, below 0: {@code 1 - t^beta2Decay} is how much of the mean squares a step keeps
 * @param epsilon1 added to squared gradients, above 0
 * @param epsilon2 what a weight counts for at least, above 0
 * @param clipThreshold the largest root of the mean square of a step that is not scaled down, above 0
 */
public record Adafactor(
        LearningRateSchedule learningRate, double beta2Decay, double epsilon1, double epsilon2, double clipThreshold)
        implements Optimizer {
    private static final String ROWS = "row";
    private static final String COLUMNS = "column";
    private static final String VELOCITY = "velocity";
    private static final String RATE = "relative_rate";
    private static final String KEPT = "kept";
    private static final String TAKEN = "taken";

    public Adafactor {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.negative("Adafactor", "beta2Decay", beta2Decay);
        Hyperparameters.positive("Adafactor", "epsilon1", epsilon1);
        Hyperparameters.positive("Adafactor", "epsilon2", epsilon2);
        Hyperparameters.positive("Adafactor", "clipThreshold", clipThreshold);
    }

    /** With a largest learning rate that stays the same, above 0. */
    public Adafactor(double learningRate, double beta2Decay, double epsilon1, double epsilon2, double clipThreshold) {
        this(Hyperparameters.rate("Adafactor", learningRate), beta2Decay, epsilon1, epsilon2, clipThreshold);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Adafactor of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Adafactor of(double learningRate) {
        return of(Hyperparameters.rate("Adafactor", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Adafactor of(LearningRateSchedule learningRate) {
        return new Adafactor(learningRate, -0.8, 1e-30, 1e-3, 1);
    }

    @Override
    public String name() {
        return "Adafactor";
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("beta_2_decay", beta2Decay)
                .and("epsilon_1", epsilon1)
                .and("epsilon_2", epsilon2)
                .and("clip_threshold", clipThreshold)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(ROWS, COLUMNS, VELOCITY);
    }

    @Override
    public boolean byWeight() {
        return true;
    }

    /** The means over the last axis are rows, those over the axis before it columns. */
    @Override
    public List<Integer> slotShape(String slot, List<Integer> weight) {
        int rank = weight.size();
        if (rank < 2 || slot.equals(VELOCITY)) {
            return weight;
        }
        List<Integer> shape = new ArrayList<>(weight);
        shape.remove(slot.equals(ROWS) ? rank - 1 : rank - 2);
        return List.copyOf(shape);
    }

    @Override
    public List<String> scalars() {
        return List.of(RATE, KEPT, TAKEN);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        double step = updates + 1.0;
        double taken = Math.pow(step, (float) beta2Decay);
        return switch (index) {
            case 0 -> Math.min(rate, 1 / Math.sqrt(step));
            case 1 -> 1 - taken;
            default -> taken;
        };
    }

    @Override
    public Update update(State state) {
        Var weights = state.weights();
        Var squares = state.gradients().square().plus((float) epsilon1);
        int rank = weights.rank();
        Map<String, Var> slots;
        Var velocity;
        if (rank < 2) {
            velocity = average(state, VELOCITY, squares);
            slots = Map.of(VELOCITY, velocity);
        } else {
            Var rows = average(state, ROWS, squares.mean(rank - 1));
            Var columns = average(state, COLUMNS, squares.mean(rank - 2));
            Var shares = rows.dividedBy(rows.mean(true, rank - 2));
            velocity = shares.expandDims(rank - 1).times(columns.expandDims(rank - 2));
            slots = Map.of(ROWS, rows, COLUMNS, columns);
        }
        Var move = state.gradients().dividedBy(velocity.sqrt());
        Var excess = Norms.rootMeanSquare(move).dividedBy((float) clipThreshold).maximum(1);
        Var size = Norms.rootMeanSquare(weights).maximum((float) epsilon2);
        Var step = size.times(state.scalar(RATE)).dividedBy(excess);
        return new Update(weights.minus(move.times(step)), slots);
    }

    private static Var average(State state, String slot, Var now) {
        Var before = state.slot(slot);
        return before.times(state.scalar(KEPT)).plus(now.times(state.scalar(TAKEN)));
    }
}
