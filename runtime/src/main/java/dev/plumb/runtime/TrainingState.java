package dev.plumb.runtime;

import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.io.OptimizerState;
import dev.plumb.train.Optimizer;
import dev.plumb.train.UpdateOptions;
import dev.plumb.train.schedule.ConstantRate;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** What training carries from step to step beside the weights: the optimizer's arrays, and how many steps and epochs there were. */
final class TrainingState {
    private static final String RATE = "learning_rate";
    private static final String SET_RATE = "set_learning_rate";
    private static final String AVERAGES_IN_USE = "averages_in_use";

    private final WeightStore weights;
    private final Optimizer optimizer;
    private final UpdatePlan update;
    private long seed;
    private final MissedSteps missed;
    private final LossWeights lossWeights = new LossWeights();
    private Trainability trainability = Trainability.ALL;
    private long iteration;
    private long epoch;

    /** A learning rate that was set while training, where that of the optimizer stays the same. */
    private OptionalDouble rate = OptionalDouble.empty();

    /** Whether the weights are their averages for a time, and the averages the weights. */
    private boolean averagesInUse;

    private final LossScale lossScale;

    private TrainingState(WeightStore weights, Optimizer optimizer, long seed, Threads threads) {
        this.weights = weights;
        this.optimizer = optimizer;
        this.update = new UpdatePlan(optimizer, weights, threads);
        this.seed = seed;
        this.missed = new MissedSteps(weights);
        this.lossScale = new LossScale(optimizer);
    }

    /** The state of an optimizer that starts, or that goes on if the saved one is of its kind. */
    static TrainingState of(
            WeightStore weights, Optimizer optimizer, long seed, Threads threads, Optional<OptimizerMemory> saved) {
        TrainingState state = new TrainingState(weights, optimizer, seed, threads);
        saved.filter(state::isOfThisKind).ifPresent(state::restore);
        return state;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /** The weights of losses that were set while training. */
    LossWeights lossWeights() {
        return lossWeights;
    }

    UpdatePlan update() {
        return update;
    }

    long seed() {
        return seed;
    }

    /** The number of steps so far. */
    long iteration() {
        return iteration;
    }

    /**
     * The learning rate of the next step.
     *
     * @throws IllegalStateException if the schedule gives no float32 number of 0 or more
     */
    double learningRate() {
        return rate.orElseGet(() -> scheduled(iteration));
    }

    private double scheduled(long step) {
        double next = optimizer.learningRate().at(step);
        if (!(next >= 0 && next <= Float.MAX_VALUE)) {
            throw new IllegalStateException("the schedule of " + optimizer.name() + " gives the learning rate " + next
                    + " for step " + (step + 1) + ": expected a float32 number of 0 or more; the step is not taken");
        }
        return next;
    }

    /** Whether the learning rate follows a schedule, and cannot be set. */
    boolean followsSchedule() {
        return !(optimizer.learningRate() instanceof ConstantRate);
    }

    /**
     * Sets the learning rate of the steps from now on.
     *
     * @throws IllegalStateException if the optimizer has a schedule
     * @throws IllegalArgumentException if it is no float32 number above 0
     */
    void learningRate(double next) {
        if (followsSchedule()) {
            throw new IllegalStateException("the learning rate of " + optimizer.name()
                    + " follows a schedule and cannot be set: give the optimizer a number, such as " + optimizer.name()
                    + ".of(1e-3)");
        }
        rate = OptionalDouble.of(new ConstantRate(next).rate());
    }

    /** The number of epochs so far: the next one takes the examples in the order of this number. */
    long epoch() {
        return epoch;
    }

    /** Goes on with this 0-based epoch, if it is not behind it yet: what was trained is not forgotten. */
    void skipTo(int nextEpoch) {
        epoch = Math.max(epoch, nextEpoch);
    }

    /** Counts an epoch whose steps are all taken. */
    void endEpoch() {
        epoch++;
    }

    /**
     * Moves the weights by the gradients of the step that was just run, and its moving statistics.
     *
     * @param trained what that step was prepared to train
     */
    void take(StepPlan step, Trainability trained) {
        double next = learningRate();
        use(trained);
        if (accepts()) {
            step.assignMoved();
            advance(next);
        }
    }

    /** Moves the weights by gradients that were copied, and maybe changed, and the moving statistics that their batch has found. */
    void take(BatchGradients gradients, Trainability trained) {
        double next = learningRate();
        gradients.writeTo(update.gradients(), trained);
        update.gradientArray().written();
        use(trained);
        if (accepts()) {
            gradients.assignMoved(trained);
            advance(next);
        }
    }

    /** Updates from now on what is trained now. */
    void use(Trainability trained) {
        if (!trained.equals(trainability)) {
            missed.count(trainability, iteration);
            trainability = trained;
            update.use(trained, missed::of);
        }
    }

    /** Moves the weights by the gradients that {@link #update()} holds, at this learning rate, which was asked for before anything moved, as a schedule may fail. */
    void advance(double learningRate) {
        update.run(iteration, learningRate);
        iteration++;
        lossScale.taken();
    }

    /** What the loss is multiplied by before gradients are taken. */
    LossScale lossScale() {
        return lossScale;
    }

    /** Makes the gradients that {@link #update()} holds, of a loss that was multiplied, those of the loss. */
    void unscale(Trainability trained) {
        if (lossScale.isUsed()) {
            use(trained);
            update.unscale(lossScale.now());
        }
    }

    /** Whether the step is to be taken that {@link #update()} holds the gradients of: not if they are not finite, and the loss scale is to see to that. */
    boolean accepts() {
        if (!lossScale.isDynamic() || update.areGradientsFinite()) {
            return true;
        }
        lossScale.leftOut();
        return false;
    }

    /** Whether there are moving averages of the weights. */
    boolean averages() {
        return optimizer.options().averageMomentum().isPresent();
    }

    /** Throws {@link IllegalStateException} if there are no moving averages. */
    void requireAverages() {
        if (!averages()) {
            throw new IllegalStateException(optimizer.name()
                    + " keeps no moving averages of the weights: give it some, as by " + optimizer.name()
                    + ".of(1e-3).movingAverage(0.99)");
        }
    }

    /** Whether the weights are their averages for a time. */
    boolean averagesInUse() {
        return averagesInUse;
    }

    /** Sets the weights to their averages for a time, or back to what was trained. Nothing happens without averages, or if they are so already. */
    void useAverages(boolean inUse) {
        if (averages() && inUse != averagesInUse) {
            update.swapAverages(iteration);
            averagesInUse = inUse;
        }
    }

    /** Sets the weights to their averages, to go on from there. */
    void settleOnAverages() {
        if (averages()) {
            useAverages(false);
            update.useAverages(iteration);
        }
    }

    /** What another trainer, or a file, has to have to go on. */
    OptimizerMemory memory() {
        missed.count(trainability, iteration);
        Map<String, Double> numbers = new LinkedHashMap<>(optimizer.hyperparameters());
        rate.ifPresent(set -> numbers.put(SET_RATE, set));
        lossScale.save(numbers);
        lossWeights.write(numbers);
        if (averagesInUse) {
            numbers.put(AVERAGES_IN_USE, 1.0);
        }
        OptimizerState state =
                new OptimizerState(optimizer.name(), iteration, epoch, numbers, optimizer.slots(), missed.counts());
        return new OptimizerMemory(state, weights, update.slots());
    }

    /** Throws {@link IllegalArgumentException} unless a saved state is that of this optimizer, with the same settings. */
    void requireSame(OptimizerState saved) {
        Map<String, Double> numbers = new LinkedHashMap<>(saved.hyperparameters());
        numbers.keySet().removeIf(TrainingState::isSetInTraining);
        LossScale.forget(numbers);
        if (!optimizer.name().equals(saved.name())
                || !optimizer.hyperparameters().equals(numbers)) {
            throw new IllegalArgumentException("the optimizer was " + saved.name() + " " + numbers + ", and it is "
                    + optimizer.name() + " " + optimizer.hyperparameters());
        }
    }

    /** Whether a number that is saved with those that define an optimizer is none of them. */
    private static boolean isSetInTraining(String number) {
        return number.equals(SET_RATE) || number.equals(AVERAGES_IN_USE) || LossWeights.isNumber(number);
    }

    /** Goes on from a state of {@linkplain #requireSame this optimizer}, whatever was done before. */
    void goOn(long otherSeed, OptimizerMemory saved) {
        seed = otherSeed;
        rate = OptionalDouble.empty();
        restore(saved);
    }

    /** What the options of an optimizer keep may be missing: they begin anew then. */
    private boolean isOfThisKind(OptimizerMemory saved) {
        return optimizer.name().equals(saved.state().name())
                && saved.arrays().keySet().containsAll(ruleSlots(optimizer));
    }

    /** The state arrays without which a rule cannot go on. */
    static List<String> ruleSlots(Optimizer optimizer) {
        List<String> slots = new ArrayList<>(optimizer.slots());
        slots.removeAll(optimizer.options().slots());
        return slots;
    }

    private void restore(OptimizerMemory saved) {
        iteration = saved.state().iteration();
        epoch = saved.state().epoch();
        Map<String, Double> numbers = saved.state().hyperparameters();
        OptionalDouble set = setRate(saved.state(), optimizer);
        if (set.isPresent()) {
            rate = set;
        }
        lossScale.restore(numbers);
        lossWeights.read(numbers);
        missed.restore(saved.state().missed(), iteration);
        update.use(trainability, missed::of);
        Map<String, Slot> old = saved.places();
        memory().places().forEach((name, slot) -> {
            if (old.containsKey(name)) {
                slot.floats().put(old.get(name).floats());
            }
        });
        if (averages() && !saved.arrays().containsKey(UpdateOptions.AVERAGE)) {
            update.beginAverages();
        }
        averagesInUse = averages() && averagesInUse(saved.state());
    }

    /** The learning rate that was set in training, if an optimizer states the one that was stated then. */
    static OptionalDouble setRate(OptimizerState saved, Optimizer optimizer) {
        Double set = saved.hyperparameters().get(SET_RATE);
        return set != null
                        && optimizer.learningRate() instanceof ConstantRate
                        && Objects.equals(
                                optimizer.hyperparameters().get(RATE),
                                saved.hyperparameters().get(RATE))
                ? OptionalDouble.of(set)
                : OptionalDouble.empty();
    }

    /** Whether weights and their averages are exchanged. */
    static boolean averagesInUse(OptimizerState saved) {
        return saved.hyperparameters().containsKey(AVERAGES_IN_USE);
    }
}
