package dev.plumb.engine.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the weights and some of the outputs of a program lie outside of a plan's own memory. Immutable; plans may share
 * storages.
 */
public final class Bindings {

    private static final Bindings NONE = new Bindings(Map.of(), Map.of(), false);

    /**
     * A place for an array.
     *
     * @param storage the memory
     * @param offset of the first element in bytes, a multiple of the element size
     */
    public record Place(Storage storage, long offset) {}

    private final Map<String, Place> weights;
    private final Map<String, Place> outputs;
    private final boolean changing;

    private Bindings(Map<String, Place> weights, Map<String, Place> outputs, boolean changing) {
        this.weights = weights;
        this.outputs = outputs;
        this.changing = changing;
    }

    /** No weight and no output bound. */
    public static Bindings none() {
        return NONE;
    }

    /** These and one weight more. */
    public Bindings weight(String name, Storage storage, long offset) {
        return new Bindings(with(weights, name, storage, offset), outputs, changing);
    }

    /** These and one output more, which the program then writes there. */
    public Bindings output(String name, Storage storage, long offset) {
        return new Bindings(weights, with(outputs, name, storage, offset), changing);
    }

    /**
     * These, with weights that others write between any two runs, as an optimizer's plan does. Nothing is prepared from weights
     * ahead of a run then, and {@link Plan#weightsChanged()} need not be called.
     */
    public Bindings withChangingWeights() {
        return new Bindings(weights, outputs, true);
    }

    /** Whether weights are written between any two runs. */
    public boolean areWeightsChanging() {
        return changing;
    }

    /** Where a weight lies. */
    public Optional<Place> weight(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    /** Where an output is to lie. */
    public Optional<Place> output(String name) {
        return Optional.ofNullable(outputs.get(name));
    }

    private static Map<String, Place> with(Map<String, Place> places, String name, Storage storage, long offset) {
        Map<String, Place> more = new LinkedHashMap<>(places);
        more.put(name, new Place(storage, offset));
        return Collections.unmodifiableMap(more);
    }
}
