package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.io.FormatException;
import dev.plumb.keras.layer.SnakeCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration of a model says about its layers, in their order.
 *
 * @param key what the layer is called in the weights of Keras 3
 * @param name its own name
 * @param kind its class in snake case
 * @param model the groups from its own to that of the model that it is or wraps; empty if there is none
 * @param layers those of that model
 */
record KerasConfig(String key, String name, String kind, Optional<List<String>> model, List<KerasConfig> layers) {
    /** Where the weights of a wrapper have those of what it wraps. */
    private static final String WRAPPED = "layer";

    /** Deeper nesting is no model. */
    private static final int DEEPEST = 16;

    /** The layers of a model, from the JSON that a file has of it. */
    static List<KerasConfig> layers(String json) throws FormatException {
        try {
            return layers(JSON.std.mapFrom(json), 0);
        } catch (FormatException e) {
            throw e;
        } catch (IOException e) {
            throw new FormatException("it is no JSON: " + e.getMessage(), e);
        }
    }

    private static List<KerasConfig> layers(Map<?, ?> model, int depth) throws FormatException {
        if (!(model.get("config") instanceof Map<?, ?> config)
                || !(config.get("layers") instanceof List<?> items)
                || depth > DEEPEST) {
            throw new FormatException("it describes no Sequential or functional model: it has no config.layers");
        }
        Map<String, Integer> counts = new HashMap<>();
        List<KerasConfig> layers = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> layer)
                    || !(layer.get("class_name") instanceof String className)
                    || !(layer.get("config") instanceof Map<?, ?> own)) {
                throw new FormatException("a layer in it has no class_name and config");
            }
            if (String.valueOf(layer.get("module")).contains(".ops.")) {
                continue; // an operation; files have layers only
            }
            String kind = SnakeCase.of(className);
            int number = counts.merge(kind, 1, Integer::sum) - 1;
            String key = number == 0 ? kind : kind + "_" + number;
            String name = own.get("name") instanceof String given ? given : key;
            layers.add(layer(key, name, kind, layer, depth));
        }
        return layers;
    }

    private static KerasConfig layer(String key, String name, String kind, Map<?, ?> layer, int depth)
            throws FormatException {
        if (isModel(layer)) {
            return new KerasConfig(key, name, kind, Optional.of(List.of()), layers(layer, depth + 1));
        }
        return layer.get("config") instanceof Map<?, ?> own
                        && own.get(WRAPPED) instanceof Map<?, ?> wrapped
                        && isModel(wrapped)
                ? new KerasConfig(key, name, kind, Optional.of(List.of(WRAPPED)), layers(wrapped, depth + 1))
                : new KerasConfig(key, name, kind, Optional.empty(), List.of());
    }

    private static boolean isModel(Map<?, ?> layer) {
        return layer.get("config") instanceof Map<?, ?> own && own.get("layers") instanceof List<?>;
    }

    /** Whether it is a nested model, or wraps one. */
    boolean isModel() {
        return model.isPresent();
    }
}
