package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;

/**
 * How weights follow their gradients. A rule in ops over flat arrays that hold all trained weights of a model one after the other, so a
 * step costs a few passes over memory however many layers there are. Optimizers are immutable; their state belongs to the trainer.
 */
public interface Optimizer {

    /** The name in Keras: {@code Adam}. */
    String name();

    /** The learning rate of each step. One that stays the same may be set to another while training. */
    LearningRateSchedule learningRate();

    /** The numbers that define it, by their names in Keras. */
    Map<String, Double> hyperparameters();

    /** The names of its state arrays, each with one number for each trained weight. */
    List<String> slots();

    /** What all numbers of a state array are at first: 0, unless the optimizer says otherwise. */
    default double initial(String slot) {
        return 0;
    }

    /** The names of the numbers that the rule needs and that may differ from step to step. */
    List<String> scalars();

    /**
     * One of these numbers.
     *
     * @param index in {@link #scalars()}
     * @param updates how often these weights were updated before: fewer than steps were taken if they were frozen for a time. What corrects the start
     *     of moving averages goes by this
     * @param learningRate of this step, for these weights
     */
    double scalar(int index, long updates, double learningRate);

    /** The rule, in ops. */
    Update update(State state);

    /** What a step reads. */
    record State(Var weights, Var gradients, Map<String, Var> slots, Map<String, Var> scalars) {}

    /** What a step makes. */
    record Update(Var weights, Map<String, Var> slots) {}
}
