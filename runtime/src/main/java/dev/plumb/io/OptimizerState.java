package dev.plumb.io;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an optimizer needs to go on as if it had never stopped, beside its arrays.
 *
 * @param name its name in Keras: {@code Adam}
 * @param iteration the number of steps that it has taken
 * @param epoch the number of epochs that it has finished
 * @param hyperparameters the numbers that define it, by their names in Keras
 * @param slots the names of its arrays, of which it has one for each weight that was trained
 * @param missed by the paths of weights: the steps that went without them, because they were frozen; 0 for those that are not named
 */
public record OptimizerState(
        String name,
        long iteration,
        long epoch,
        Map<String, Double> hyperparameters,
        List<String> slots,
        Map<String, Long> missed) {
    /** Slots that hold squares, their means, or sizes, and so no number below 0, by the names of optimizers. */
    private static final Map<String, Set<String>> SQUARES = Map.ofEntries(
            Map.entry("Adadelta", Set.of("accumulated_grad", "accumulated_delta_var")),
            Map.entry("Adafactor", Set.of("row", "column", "velocity")),
            Map.entry("Adagrad", Set.of("accumulator")),
            Map.entry("Adam", Set.of("velocity", "velocity_hat")),
            Map.entry("AdamW", Set.of("velocity", "velocity_hat")),
            Map.entry("Adamax", Set.of("norm")),
            Map.entry("Ftrl", Set.of("accumulator")),
            Map.entry("Lamb", Set.of("velocity")),
            Map.entry("Muon", Set.of("velocity")),
            Map.entry("Nadam", Set.of("velocity")),
            Map.entry("RMSprop", Set.of("velocity")),
            Map.entry("ScheduleFreeAdamW", Set.of("velocity")));

    public OptimizerState {
        missed = Collections.unmodifiableMap(new LinkedHashMap<>(missed));
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
        slots = List.copyOf(slots);
    }

    /** The state of an optimizer that has trained all weights in all steps. */
    public OptimizerState(
            String name, long iteration, long epoch, Map<String, Double> hyperparameters, List<String> slots) {
        this(name, iteration, epoch, hyperparameters, slots, Map.of());
    }

    /** The same state, of a model that has more weights now: these have missed all steps. */
    public OptimizerState withoutStepsOf(Collection<String> weights) {
        Map<String, Long> all = new LinkedHashMap<>(missed);
        weights.forEach(weight -> all.put(weight, iteration));
        return new OptimizerState(name, iteration, epoch, hyperparameters, slots, all);
    }

    /** Whether it has arrays for a weight that can be trained: not if each step went without it. */
    public boolean knows(String weight) {
        return !missed.containsKey(weight) || missed.get(weight) < iteration;
    }

    /** Whether the arrays of a slot hold no number below 0. */
    boolean holdsSquares(String slot) {
        return SQUARES.getOrDefault(name, Set.of()).contains(slot);
    }

    /** The name of an array in files: {@code hidden/kernel/velocity}. */
    public static String arrayName(String weight, String slot) {
        return weight + "/" + slot;
    }
}
