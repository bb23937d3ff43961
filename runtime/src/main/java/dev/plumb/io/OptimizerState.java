package dev.plumb.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an optimizer needs to go on as if it had never stopped, beside its arrays.
 *
 * @param name its name in Keras: {@code Adam}
 * @param iteration the number of steps that it has taken
 * @param epoch the number of epochs that it has finished
 * @param hyperparameters the numbers that define it, by their names in Keras
 * @param slots the names of its arrays, of which it has one for each trained weight
 */
public record OptimizerState(
        String name, long iteration, long epoch, Map<String, Double> hyperparameters, List<String> slots) {
    public OptimizerState {
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
        slots = List.copyOf(slots);
    }

    /** The name of an array in files: {@code hidden/kernel/velocity}. */
    public static String arrayName(String weight, String slot) {
        return weight + "/" + slot;
    }
}
