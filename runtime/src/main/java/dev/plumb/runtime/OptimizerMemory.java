package dev.plumb.runtime;

import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.io.OptimizerState;
import dev.plumb.weights.WeightStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
