package dev.plumb.runtime;

import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.io.OptimizerState;
import dev.plumb.io.TensorData;
import dev.plumb.train.Optimizer;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What training carries from step to step beside the weights: the optimizer's arrays, and how many steps there were. */
final class TrainingState {
    private static final String OPTIMIZER = "optimizer";
    private static final String ITERATION = "iteration";
    private static final String SEED = "seed";

    private final WeightStore weights;
    private final Optimizer optimizer;
    private final UpdatePlan update;
    private final long seed;
    private long iteration;

    private TrainingState(WeightStore weights, Optimizer optimizer, long seed, Threads threads) {
        this.weights = weights;
        this.optimizer = optimizer;
        this.update = new UpdatePlan(optimizer, weights, threads);
        this.seed = seed;
    }

    /** The state of an optimizer that starts, or that goes on if the saved one is of its kind. */
    static TrainingState of(
            WeightStore weights, Optimizer optimizer, long seed, Threads threads, Optional<OptimizerState> saved) {
        TrainingState state = new TrainingState(weights, optimizer, seed, threads);
        saved.filter(state::isOfThisKind).ifPresent(state::restore);
        return state;
    }

    /** The seed of a saved model. */
    static long seed(OptimizerState saved) {
        return Long.parseLong(saved.attributes().get(SEED).toString());
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

    OptimizerState saved() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(OPTIMIZER, optimizer.name());
        attributes.put(ITERATION, iteration);
        attributes.put(SEED, Long.toString(seed));
        attributes.putAll(optimizer.hyperparameters());
        List<TensorData> tensors = new ArrayList<>();
        update.slots().forEach((slot, storage) -> {
            for (WeightStore.Entry entry : weights.entries()) {
                if (entry.trained()) {
                    List<Long> shape = Arrays.stream(entry.weight().shape().sizes())
                            .boxed()
                            .toList();
                    tensors.add(TensorData.floats(
                            name(slot, entry), shape, new Slot(entry.type(), storage, entry.byteOffset()).floats()));
                }
            }
        });
        return new OptimizerState(attributes, tensors);
    }

    private boolean isOfThisKind(OptimizerState saved) {
        List<String> names = saved.tensors().stream().map(TensorData::name).toList();
        return optimizer.name().equals(saved.attributes().get(OPTIMIZER))
                && optimizer.slots().stream().allMatch(slot -> weights.entries().stream()
                        .filter(WeightStore.Entry::trained)
                        .allMatch(entry -> names.contains(name(slot, entry))));
    }

    private void restore(OptimizerState saved) {
        iteration = Long.parseLong(saved.attributes().get(ITERATION).toString());
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        saved.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
        for (Map.Entry<String, Storage> slot : update.slots().entrySet()) {
            for (WeightStore.Entry entry : weights.entries()) {
                if (entry.trained()) {
                    new Slot(entry.type(), slot.getValue(), entry.byteOffset())
                            .floats()
                            .put(tensors.get(name(slot.getKey(), entry)).floats());
                }
            }
        }
    }

    private static String name(String slot, WeightStore.Entry entry) {
        return entry.path() + "/" + slot;
    }
}
