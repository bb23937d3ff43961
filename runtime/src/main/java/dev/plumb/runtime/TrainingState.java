package dev.plumb.runtime;

import dev.plumb.compile.UpdatePlan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.io.OptimizerState;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.WeightStore;
import java.util.Map;
import java.util.Optional;

/** What training carries from step to step beside the weights: the optimizer's arrays, and how many steps there were. */
final class TrainingState {
    private final WeightStore weights;
    private final Optimizer optimizer;
    private final UpdatePlan update;
    private final long seed;
    private long iteration;

    private TrainingState(WeightStore weights, Optimizer optimizer, long seed) {
        this.weights = weights;
        this.optimizer = optimizer;
        this.update = new UpdatePlan(optimizer, weights);
        this.seed = seed;
    }

    /** The state of an optimizer that starts, or that goes on if the saved one is of its kind. */
    static TrainingState of(WeightStore weights, Optimizer optimizer, long seed, Optional<OptimizerMemory> saved) {
        TrainingState state = new TrainingState(weights, optimizer, seed);
        saved.filter(state::isOfThisKind).ifPresent(state::restore);
        return state;
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

    /** Moves the weights by the gradients of the step that was just run. */
    void step() {
        update.run(iteration);
        iteration++;
    }

    /** As Keras counts: the state arrays, the number of steps and the learning rate. */
    long optimizerParameters() {
        return iteration == 0 ? 0 : trainedParameters() * optimizer.slots().size() + 2;
    }

    /** Their size; the number of steps has 8 bytes. */
    long optimizerBytes() {
        return iteration == 0
                ? 0
                : trainedParameters() * optimizer.slots().size() * Float.BYTES + Long.BYTES + Float.BYTES;
    }

    private long trainedParameters() {
        return weights.entries().stream()
                .filter(WeightStore.Entry::trained)
                .mapToLong(entry -> entry.weight().parameters())
                .sum();
    }

    /** What a file has to hold for another trainer to go on. */
    OptimizerMemory memory() {
        OptimizerState state =
                new OptimizerState(optimizer.name(), iteration, optimizer.hyperparameters(), optimizer.slots());
        return new OptimizerMemory(state, weights, update.slots());
    }

    private boolean isOfThisKind(OptimizerMemory saved) {
        return optimizer.name().equals(saved.state().name())
                && saved.arrays().keySet().containsAll(optimizer.slots());
    }

    private void restore(OptimizerMemory saved) {
        iteration = saved.state().iteration();
        Map<String, Slot> old = saved.places();
        memory().places()
                .forEach((name, slot) -> slot.floats().put(old.get(name).floats()));
    }
}
