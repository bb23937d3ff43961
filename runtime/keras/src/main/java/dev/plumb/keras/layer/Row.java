package dev.plumb.keras.layer;

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
    private final String className;
    private final Map<String, String> options = new HashMap<>();
    private final Map<String, Object> nulls = new HashMap<>();
    private final Set<String> calls = new HashSet<>();

    private Row(String layer, String className) {
        this.layer = layer;
        this.className = className;
    }

    /** A layer of one name on both sides. */
    static Row of(String layer) {
        return new Row(layer, layer);
    }

    static Row of(String layer, String className) {
        return new Row(layer, className);
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

    String layer() {
        return layer;
    }

    String className() {
        return className;
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
