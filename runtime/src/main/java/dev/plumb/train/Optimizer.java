package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.List;
import java.util.Map;

/**
 * How weights follow their gradients. A rule in ops over flat arrays that hold all trained weights of a model one after the other, so a
 * step costs a few passes over memory however many layers there are; or, where it needs their shapes, over each weight {@linkplain #byWeight by
 * itself}. Optimizers are immutable; their state belongs to the trainer.
 *
 * <p>All have the {@linkplain UpdateOptions options} of Keras' optimizers: {@code Adam.of(1e-3).clipNorm(1).weightDecay(1e-4)}.
 */
public interface Optimizer {
    /** The name of the learning rate among hyperparameters and scalars. */
    String LEARNING_RATE = "learning_rate";

    /** The name in Keras: {@code Adam}. */
    String name();

    /** The learning rate of each step. One that stays the same may be set to another while training. */
    LearningRateSchedule learningRate();

    /** The numbers that define it, by their names in Keras: files have them. The learning rate of the first step, unless it says otherwise. */
    default Map<String, Double> hyperparameters() {
        return Map.of(LEARNING_RATE, learningRate().at(0));
    }

    /** The names of its state arrays, each with one number for each trained weight. None, unless it says otherwise. */
    default List<String> slots() {
        return List.of();
    }

    /** What all numbers of a state array are at first: 0, unless the optimizer says otherwise. */
    default double initial(String slot) {
        return 0;
    }

    /** The names of the numbers that the rule needs and that may differ from step to step: the learning rate, unless it says otherwise. */
    default List<String> scalars() {
        return List.of(LEARNING_RATE);
    }

    /**
     * One of these numbers: the learning rate, unless it says otherwise.
     *
     * @param index in {@link #scalars()}
     * @param updates how often these weights were updated before: fewer than steps were taken if they were frozen for a time, or gradients are
     *     {@linkplain #accumulateGradients accumulated}. What corrects the start of moving averages goes by this
     * @param learningRate of this step, for these weights
     */
    default double scalar(int index, long updates, double learningRate) {
        return learningRate;
    }

    /** The rule, in ops. */
    Update update(State state);

    /**
     * Whether the rule is for one weight, in its shape: for norms of a weight, or its rows and columns. It costs some kernels for each weight. A rule
     * that is the same for all numbers, whatever weight they are of, sees many weights as one flat array.
     */
    default boolean byWeight() {
        return false;
    }

    /**
     * The shape of a state array of one weight, if the rule is {@linkplain #byWeight by weight}: no more numbers than the weight has. What is left of
     * them stays as it was at first, and takes no memory unless it is saved.
     */
    default List<Integer> slotShape(String slot, List<Integer> weight) {
        return weight;
    }

    /**
     * Whether the rule leaves weights and state as they are, to the bit, where the gradient is 0: then a step need not look at those rows of a large embedding that its
     * batch has not read. Not so where anything moves on by itself, such as a momentum. False, unless it says otherwise.
     */
    default boolean staysWithoutGradient() {
        return false;
    }

    /** What is done around the rule: nothing, unless it is asked for by what follows here. */
    default UpdateOptions options() {
        return UpdateOptions.NONE;
    }

    /** The same with other options. */
    default Optimizer options(UpdateOptions options) {
        return ConfiguredOptimizer.of(this, options);
    }

    /**
     * The same, with the gradient of each weight scaled down to this Euclidean norm where it has a larger one.
     *
     * @throws IllegalArgumentException if gradients are clipped in another way already, or the norm is not above 0
     */
    default Optimizer clipNorm(double norm) {
        return options(options().clipped(name(), new UpdateOptions.Clipping(UpdateOptions.Clip.NORM, norm)));
    }

    /**
     * The same, with each number of a gradient held between minus this value and this value.
     *
     * @throws IllegalArgumentException if gradients are clipped in another way already, or the value is not above 0
     */
    default Optimizer clipValue(double value) {
        return options(options().clipped(name(), new UpdateOptions.Clipping(UpdateOptions.Clip.VALUE, value)));
    }

    /**
     * The same, with all gradients scaled down together where the Euclidean norm of all is larger than this one. Gradients of frozen weights do not
     * count.
     *
     * @throws IllegalArgumentException if gradients are clipped in another way already, or the norm is not above 0
     */
    default Optimizer globalClipNorm(double norm) {
        return options(options().clipped(name(), new UpdateOptions.Clipping(UpdateOptions.Clip.GLOBAL_NORM, norm)));
    }

    /**
     * The same with decoupled weight decay: before the rule, a step takes {@code learningRate · decay} of each weight off.
     *
     * @param decay from 0
     * @see #excludeFromWeightDecay
     */
    default Optimizer weightDecay(double decay) {
        Hyperparameters.notNegative(name(), "weightDecay", decay);
        return options(options().weightDecay(decay));
    }

    /**
     * The same, with weights that do not decay: {@code excludeFromWeightDecay("bias", "**}{@code /norm?/gamma", "embedded")}. A star stands for any part
     * of one name, a question mark for one character of it, two stars for any number of names. A pattern is one of the paths of weights ({@code
     * hidden/bias}), of the layers or blocks that they lie in ({@code hidden}), or of their own names ({@code bias}). One that names no weight of a model
     * is no error. Replaces patterns that were given before.
     */
    default Optimizer excludeFromWeightDecay(String... patterns) {
        return options(options().undecayed(List.of(patterns)));
    }

    /**
     * The same, with an average of each weight over the steps: {@code momentum · average + (1 - momentum) · weight} after each step, and the weight itself
     * after the first. A fit ends with the averages as the weights.
     *
     * @param momentum how much of the average each step keeps, from 0 to 1; 0.99 in Keras
     */
    default Optimizer movingAverage(double momentum) {
        Hyperparameters.fraction(name(), "movingAverage", momentum);
        return options(options().averaging(momentum));
    }

    /**
     * The same with {@link #movingAverage(double)}, and weights that are set to their averages each so many steps.
     *
     * @param overwriteFrequency in steps, from 1
     */
    default Optimizer movingAverage(double momentum, int overwriteFrequency) {
        Hyperparameters.atLeast(name(), "overwriteFrequency", overwriteFrequency, 1);
        Hyperparameters.fraction(name(), "movingAverage", momentum);
        return options(options().averaging(momentum, overwriteFrequency));
    }

    /**
     * The same, with weights that move only in each n-th step, by the mean of the gradients since they moved last. Schedules go by the number of steps,
     * as before; what corrects the start of moving averages goes by how often the weights were moved.
     *
     * @param steps from 2
     */
    default Optimizer accumulateGradients(int steps) {
        Hyperparameters.atLeast(name(), "accumulateGradients", steps, 2);
        return options(options().accumulating(steps));
    }

    /**
     * The same, with a loss that is multiplied by a number before gradients are taken, which are divided by it afterwards. It keeps small gradients from
     * becoming 0 where numbers have few bits; float32, in which Plumb computes, does not need it. A power of two changes no bit of gradients that are
     * neither very small nor very large.
     *
     * @param factor above 0
     */
    default Optimizer lossScale(double factor) {
        Hyperparameters.positive(name(), "lossScale", factor);
        return options(options().scaling(new UpdateOptions.LossScaling(factor, 0)));
    }

    /** The same with {@link #dynamicLossScale(double, int)} of Keras' defaults: from 2<sup>15</sup> on, doubled after 2,000 steps. */
    default Optimizer dynamicLossScale() {
        return dynamicLossScale(0x1p15, 2000);
    }

    /**
     * The same, with a loss that is multiplied by a number that moves, as Keras' {@code LossScaleOptimizer}: a step whose gradients are not all finite is left
     * out, and the scale is halved; after so many steps in a row that were not, it is doubled. What is left out changes nothing, moving statistics
     * included, and is not counted.
     *
     * @param initial the scale at first, above 0
     * @param growthSteps from 1
     */
    default Optimizer dynamicLossScale(double initial, int growthSteps) {
        Hyperparameters.positive(name(), "dynamicLossScale", initial);
        Hyperparameters.atLeast(name(), "growthSteps", growthSteps, 1);
        return options(options().scaling(new UpdateOptions.LossScaling(initial, growthSteps)));
    }

    /**
     * What a step reads.
     *
     * @param weights one weight in its shape if the rule is {@linkplain #byWeight by weight}, else a flat array of many
     * @param gradients of the weights, in their shape
     * @param slots the state by its names
     * @param scalars this step's numbers by their names
     * @param path of the weight, {@code hidden/kernel}; empty if there are many
     */
    record State(Var weights, Var gradients, Map<String, Var> slots, Map<String, Var> scalars, String path) {

        /** Many weights as one flat array. */
        public State(Var weights, Var gradients, Map<String, Var> slots, Map<String, Var> scalars) {
            this(weights, gradients, slots, scalars, "");
        }

        /**
         * A state array as it was before the step.
         *
         * @throws IllegalArgumentException if {@link Optimizer#slots} has no such name
         */
        public Var slot(String name) {
            return named("slots", slots, name);
        }

        /**
         * A number of this step.
         *
         * @throws IllegalArgumentException if {@link Optimizer#scalars} has no such name
         */
        public Var scalar(String name) {
            return named("scalars", scalars, name);
        }

        /** The learning rate of this step. */
        public Var learningRate() {
            return scalar(LEARNING_RATE);
        }

        private static Var named(String what, Map<String, Var> all, String name) {
            Var found = all.get(name);
            if (found == null) {
                throw new IllegalArgumentException(
                        "the rule of an optimizer asks for '" + name + "': its " + what + "() are " + all.keySet());
            }
            return found;
        }
    }

    /**
     * What a step makes.
     *
     * @param weights in the shape that they had
     * @param slots the new state by its names; what is not named stays
     */
    record Update(Var weights, Map<String, Var> slots) {}
}
