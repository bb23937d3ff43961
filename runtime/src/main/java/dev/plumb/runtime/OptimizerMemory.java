package dev.plumb.runtime;

import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.io.OptimizerState;
import dev.plumb.weights.WeightStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an optimizer carries from step to step: of the trainer that uses it, or as a file held it.
 *
 * @param arrays by slot: flat, at the places that {@link WeightStore.Entry#flat} gives
 */
record OptimizerMemory(OptimizerState state, WeightStore weights, Map<String, Storage> arrays) {

    /** Memory for an optimizer, all 0. */
    static OptimizerMemory zeros(OptimizerState state, WeightStore weights) {
        Map<String, Storage> arrays = new LinkedHashMap<>();
        state.slots().forEach(slot -> arrays.put(slot, Storage.ofFloats(Math.max(1, weights.trainableElements()))));
        return new OptimizerMemory(state, weights, arrays);
    }

    /**
     * Memory with what was saved.
     *
     * @throws IllegalArgumentException if an array is missing, is too many or has another shape than its weight
     */
    static OptimizerMemory of(SavedOptimizer saved, WeightStore weights) {
        OptimizerMemory memory = zeros(saved.state(), weights);
        Map<String, Slot> places = memory.places();
        Set<String> others = new TreeSet<>(saved.arrays().keySet());
        others.removeAll(places.keySet());
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("the state of " + saved.state().name() + " has "
                    + others.iterator().next() + ", and the model has no such weight that is trained");
        }
        places.forEach(
                (name, slot) -> WeightArrays.read("array", name, saved.arrays().get(name), slot));
        return memory;
    }

    /** A copy. */
    SavedOptimizer saved() {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        places().forEach((name, slot) -> copies.put(name, WeightArrays.copy(slot)));
        return new SavedOptimizer(state, copies);
    }

    /** Where the array of each slot and weight lies, by its {@linkplain OptimizerState#arrayName name}. */
    Map<String, Slot> places() {
        Map<String, Slot> places = new LinkedHashMap<>();
        List<WeightStore.Entry> known = known();
        arrays.forEach((slot, storage) -> known.forEach(entry -> places.put(
                OptimizerState.arrayName(entry.path(), slot), new Slot(entry.type(), storage, entry.flatBytes()))));
        return places;
    }

    /** The weights that were ever trained. */
    private List<WeightStore.Entry> known() {
        return weights.entries().stream()
                .filter(entry -> entry.trainable() && state.knows(entry.path()))
                .toList();
    }

    /** As Keras counts: the arrays, the number of steps and the learning rate. */
    long parameters() {
        return state.iteration() == 0 ? 0 : elements() + 2;
    }

    /** Their size; the number of steps has 8 bytes. */
    long bytes() {
        return state.iteration() == 0 ? 0 : elements() * Float.BYTES + Long.BYTES + Float.BYTES;
    }

    private long elements() {
        return arrays.size()
                * known().stream()
                        .mapToLong(entry -> entry.weight().parameters())
                        .sum();
    }
}
