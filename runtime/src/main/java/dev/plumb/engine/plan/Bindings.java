package dev.plumb.engine.plan;

import dev.plumb.ops.Var;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the weights and some of the inputs and outputs of a program lie outside of a plan's own memory. Immutable; plans may share
 * storages.
 */
public final class Bindings {

    private static final Bindings NONE = new Bindings(Map.of(), Map.of(), Map.of(), false);

    /**
     * A place for an array.
     *
     * @param storage the memory
     * @param offset of the first element in bytes, a multiple of the element size
     */
    public record Place(Storage storage, long offset) {}

    /** By the ids of the variables. */
    private final Map<Integer, Place> weights;

    private final Map<Integer, Place> inputs;
    private final Map<Integer, Place> outputs;
    private final boolean changing;

    private Bindings(
            Map<Integer, Place> weights, Map<Integer, Place> inputs, Map<Integer, Place> outputs, boolean changing) {
        this.weights = weights;
        this.inputs = inputs;
        this.outputs = outputs;
        this.changing = changing;
    }

    /** Nothing bound. */
    public static Bindings none() {
        return NONE;
    }

    /** These and one weight more. */
    public Bindings weight(Var weight, Storage storage, long offset) {
        return new Bindings(with(weights, weight.id(), storage, offset), inputs, outputs, changing);
    }

    /** These and one input more, which is then written there. */
    public Bindings input(Var input, Storage storage, long offset) {
        return new Bindings(weights, with(inputs, input.id(), storage, offset), outputs, changing);
    }

    /** These and one output more, which the program then writes there. */
    public Bindings output(Var output, Storage storage, long offset) {
        return new Bindings(weights, inputs, with(outputs, output.id(), storage, offset), changing);
    }

    /**
     * These, with weights that others write between any two runs, as an optimizer's plan does. Nothing is prepared from weights
     * ahead of a run then, and {@link Plan#weightsChanged()} need not be called.
     */
    public Bindings withChangingWeights() {
        return new Bindings(weights, inputs, outputs, true);
    }

    /** Whether weights are written between any two runs. */
    public boolean areWeightsChanging() {
        return changing;
    }

    /** Where the weight of an id lies. */
    public Optional<Place> weight(int id) {
        return Optional.ofNullable(weights.get(id));
    }

    /** Where the input of an id is written. */
    public Optional<Place> input(int id) {
        return Optional.ofNullable(inputs.get(id));
    }

    /** Where the output of an id is to lie. */
    public Optional<Place> output(int id) {
        return Optional.ofNullable(outputs.get(id));
    }

    /** These and one weight more, by its id. */
    Bindings weight(int id, Slot slot) {
        return new Bindings(with(weights, id, slot.storage(), slot.offset()), inputs, outputs, changing);
    }

    private static Map<Integer, Place> with(Map<Integer, Place> places, int id, Storage storage, long offset) {
        Map<Integer, Place> more = new HashMap<>(places);
        more.put(id, new Place(storage, offset));
        return Collections.unmodifiableMap(more);
    }
}
