package dev.plumb.keras.model;

import dev.plumb.keras.layer.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A layer, a model or an operation, as a file describes it. */
record Described(String name, String className, Map<String, @Nullable Object> json) {

    /** The layers of a model. */
    static List<Described> of(Map<String, @Nullable Object> model) {
        List<Described> all = new ArrayList<>();
        for (Object layer : Json.items(Json.config(model).get("layers"))) {
            Map<String, @Nullable Object> json = Json.object(layer);
            String className = Json.className(json).orElse("?");
            String own = Json.config(json).get("name") instanceof String said ? said : className;
            all.add(new Described(json.get("name") instanceof String said ? said : own, className, json));
        }
        return all;
    }

    Map<String, @Nullable Object> config() {
        return Json.config(json);
    }

    boolean isInput() {
        return className.equals("InputLayer");
    }

    /** Whether it is a function of Keras that was called on tensors, and no layer. */
    boolean isOperation() {
        return String.valueOf(json.get("module")).contains(".ops.");
    }

    boolean isModel() {
        return config().get("layers") instanceof List<?>;
    }

    boolean isFrozen() {
        return Boolean.FALSE.equals(config().get("trainable"));
    }

    /** Whether its calls are described as Keras 2 did: by lists, not objects. */
    boolean isOlder() {
        return Json.items(json.get("inbound_nodes")).stream().anyMatch(List.class::isInstance);
    }

    String title() {
        return "'" + name + "' (" + className + ")";
    }
}
