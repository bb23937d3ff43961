package dev.plumb.graph.compose;

import dev.plumb.graph.expression.Binding;
import dev.plumb.graph.spec.LayerSpec;
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

    /** The layer of this repetition; what the bindings say of the repetition itself is not looked at. */
    LayerSpec apply(Repetition repetition, int index) {
        Environment environment = new Environment(names).with(INDEX, (long) index);
        LayerSpec bound = repetition.layer();
        for (String text : bindings) {
            for (Binding binding : Binding.parse(text)) {
                if (!Binder.isOfRepetition(binding, repetition)) {
                    bound = Binder.apply(bound, binding, environment);
                }
            }
        }
        return bound;
    }
}
