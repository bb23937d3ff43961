package dev.plumb.runtime;

import dev.plumb.compile.Threads;
import dev.plumb.io.OptimizerState;
import dev.plumb.ops.Var;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.WeightStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves the weights of an {@link EagerModel} by gradients, by the rule of any {@link Optimizer}; frozen layers stay. What layers that are called
 * for the first time bring is taken up from then on. Not thread safe.
 */
public final class EagerOptimizer {
    private final EagerModel<?, ?> model;
    private final Optimizer rule;
    private final Threads threads;
    /** For the weights that there were at some time. */
    private Optional<TapeStep> ready = Optional.empty();

    EagerOptimizer(EagerModel<?, ?> model, Optimizer rule, Threads threads) {
        this.model = model;
        this.rule = rule;
        this.threads = threads;
    }

    /** How it moves weights. */
    Optimizer rule() {
        return rule;
    }

    /** Throws {@link IllegalArgumentException} if it moves the weights of another model. */
    void requireOf(EagerModel<?, ?> wanted) {
        if (model != wanted) {
            throw new IllegalArgumentException("the optimizer is one of model '" + model.name()
                    + "', and this is another model, '" + wanted.name() + "': make one by its optimizer(…)");
        }
    }

    /** The number of steps that were taken. */
    public long iterations() {
        return ready.map(now -> now.state().iteration()).orElse(0L);
    }

    /**
     * Takes a step that makes a loss smaller: gradients, weights, and the moving statistics that layers found on the tape. The tape stays open,
     * but what it computed with the weights as they were is not to be differentiated any more.
     *
     * @param loss a scalar of the tape
     * @return the loss as it was
     * @throws ArithmeticException if the loss is NaN or infinite; nothing is changed then
     */
    public float step(GradientTape tape, Var loss) {
        float value = ready().finite(tape, loss);
        apply(tape, ready().gradients(loss, scaled -> tape.gradients(scaled, model)));
        return value;
    }

    /**
     * Takes a step by gradients of one's own, clipped, summed or made up.
     *
     * @param gradients by the paths of weights, of their shapes; a trained weight without one is taken to have zeros
     * @throws IllegalArgumentException if there is no such weight, or it has another shape
     */
    public void apply(GradientTape tape, Map<String, Var> gradients) {
        ready().take(model.trainability(), tape.tape(), gradients);
    }

    /** The weights of losses that were set while training. */
    LossWeights lossWeights() {
        return ready.map(now -> now.state().lossWeights()).orElseGet(LossWeights::new);
    }

    /**
     * Sets the weights that are trained to their moving averages, if the rule has them: {@link Optimizer#movingAverage(double)}. To be called when a loop
     * of one's own ends; {@code fit} does it.
     *
     * @throws IllegalStateException if the rule has none
     */
    public void settleOnAverages() {
        TrainingState state = ready().state();
        state.requireAverages();
        model.store().runBetweenSteps(state::settleOnAverages);
    }

    /** Steps for the weights that there are now. */
    TapeStep ready() {
        WeightStore store = model.store();
        if (ready.isEmpty() || !ready.get().weights().equals(store)) {
            Optional<OptimizerMemory> before = ready.map(old -> since(old, store));
            TrainingState state = TrainingState.of(store, rule, model.seed(), threads, before);
            ready = Optional.of(new TapeStep(model.name(), store, state));
        }
        return ready.get();
    }

    /** The state so far: weights that are new have missed all steps. */
    private static OptimizerMemory since(TapeStep old, WeightStore store) {
        OptimizerMemory memory = old.state().memory();
        var known =
                old.weights().entries().stream().map(WeightStore.Entry::path).toList();
        List<String> added = store.entries().stream()
                .filter(entry -> entry.trainable() && !known.contains(entry.path()))
                .map(WeightStore.Entry::path)
                .toList();
        return new OptimizerMemory(memory.state().withoutStepsOf(added), memory.weights(), memory.arrays());
    }

    /** Throws unless it can go on from a state in a file. */
    void requireFits(Path file, OptimizerState saved) {
        if (!rule.name().equals(saved.name()) || !saved.slots().containsAll(TrainingState.ruleSlots(rule))) {
            throw new IllegalArgumentException(file + " holds the state of " + saved.name() + " " + saved.slots()
                    + ", and the optimizer is " + rule.name() + " " + rule.slots()
                    + ": load it into an optimizer of the same kind, in the order of saving; or load the model"
                    + " alone and start anew");
        }
    }

    /** What it has to have to go on. */
    OptimizerMemory memory() {
        return ready().state().memory();
    }

    /** Goes on from what was saved, of the weights that the model has now. */
    void restore(OptimizerMemory saved) {
        WeightStore store = model.store();
        TrainingState state = TrainingState.of(store, rule, model.seed(), threads, Optional.of(saved));
        ready = Optional.of(new TapeStep(model.name(), store, state));
    }
}
