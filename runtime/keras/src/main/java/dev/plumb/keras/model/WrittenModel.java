package dev.plumb.keras.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as Keras describes it.
 *
 * @param description what {@code config.json} holds
 * @param groups groups of weights in the file of weights, by their paths: the paths of the weights here, in their order
 * @param refused what has no counterpart, each with the layer's path, its name here and the reason
 */
public record WrittenModel(
        Map<String, @Nullable Object> description, Map<String, List<String>> groups, List<String> refused) {
    public WrittenModel {
        description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        refused = List.copyOf(refused);
    }
}
