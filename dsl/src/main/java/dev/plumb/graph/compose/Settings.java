package dev.plumb.graph.compose;

import java.util.List;
import java.util.Map;

/**
 * What is set anew in each repetition: bindings over the number of the repetition, {@code index}, and over names that are known where it
 * stands.
 *
 * @param bindings as they were written
 * @param names the values of the names, apart from {@code index}
 */
public record Settings(List<String> bindings, Map<String, Object> names) {
    /** Nothing is: all are alike. */
    public static final Settings NONE = new Settings(List.of(), Map.of());

    /** The name of the number of a repetition. */
    public static final String INDEX = "index";

    public Settings {
        bindings = List.copyOf(bindings);
        names = Map.copyOf(names);
    }
}
