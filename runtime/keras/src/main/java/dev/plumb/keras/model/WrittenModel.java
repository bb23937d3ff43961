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
 * @param named arrays that have names in the file of weights, by their paths
 * @param texts other files of the archive, by their names
 * @param refused what has no counterpart, each with the layer's path, its name here and the reason
 */
public record WrittenModel(
        Map<String, @Nullable Object> description,
        Map<String, List<String>> groups,
        Map<String, List<Float>> named,
        Map<String, String> texts,
        List<String> refused) {
    public WrittenModel {
        description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        refused = List.copyOf(refused);
    }

    /**
     * The same, compiled with an optimizer.
     *
     * @param compiled what Keras compiles it with
     * @param group of what the optimizer carries from step to step
     * @param names of what is in it
     */
    public WrittenModel compiled(Map<String, @Nullable Object> compiled, String group, List<String> names) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(description);
        all.put("compile_config", compiled);
        Map<String, List<String>> allGroups = new LinkedHashMap<>(groups);
        allGroups.put(group, names);
        return new WrittenModel(all, allGroups, named, texts, refused);
    }
}
