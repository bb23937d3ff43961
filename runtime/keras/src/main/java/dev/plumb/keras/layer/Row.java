package dev.plumb.keras.layer;

import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A layer here and the class of Keras that it is. What is not said is alike on both sides: an attribute has the name of its option but for the spelling, and {@code null} is the
 * attribute's default.
 */
final class Row {
    private final String layer;
    private final Map<String, String> options = new HashMap<>();
    private final Map<String, Object> nulls = new HashMap<>();
    private final Set<String> calls = new HashSet<>();
    private boolean isOfIds;

    private Row(String layer) {
        this.layer = layer;
    }

    /** A layer; the class of Keras has its name. */
    static Row of(String layer) {
        return new Row(layer);
    }

    /** The attribute has another name in Keras. */
    Row option(String attribute, String option) {
        options.put(attribute, option);
        return this;
    }

    /** What {@code null} is, where it is not the attribute's default. */
    Row nothing(String attribute, Object value) {
        nulls.put(attribute, value);
        return this;
    }

    /** Keras states it where the layer is called. */
    Row atCall(String attribute) {
        calls.add(attribute);
        return this;
    }

    /** Its result is ids, which Keras has in int64, unless its output mode makes something else of them. */
    Row ofIds() {
        isOfIds = true;
        return this;
    }

    /** The element type that Keras has for such a layer's result. */
    String dtype(LayerSpec spec) {
        return isOfIds && spec.attributes().get("outputMode") == OutputMode.INT ? "int64" : "float32";
    }

    /** The name of the layer and of the class. */
    String layer() {
        return layer;
    }

    Map<String, Object> nulls() {
        return nulls;
    }

    boolean isAtCall(String attribute) {
        return calls.contains(attribute);
    }

    String option(String attribute) {
        return options.getOrDefault(attribute, Names.option(attribute));
    }
}
