package dev.plumb.processor.read;

import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An annotation as it was written.
 *
 * @param name its simple name
 * @param binaryName its name for a class loader
 * @param wrapper whether it is a layer that wraps the one whose annotation stands below it
 * @param values the attributes that were written, in plain form: numbers, booleans, strings, the name of an enum constant, a list for
 *     an array, a map for a nested annotation
 * @param missing attributes that have no default and were not written
 * @param resolved whether everything in it could be resolved; what could not is for the compiler to report
 * @param own what it is, if it is a layer of the user's own
 */
public record AnnotationUse(
        String name,
        String binaryName,
        boolean wrapper,
        Map<String, Object> values,
        List<String> missing,
        boolean resolved,
        Optional<Used<OwnDeclaration, Definition<? extends LayerSpec>>> own,
        Token token) {

    public AnnotationUse {
        values = Map.copyOf(values);
        missing = List.copyOf(missing);
    }

    /** The same annotation as a layer of the user's own, or as none. */
    AnnotationUse as(Optional<Used<OwnDeclaration, Definition<? extends LayerSpec>>> used) {
        return new AnnotationUse(name, binaryName, wrapper, values, missing, resolved, used, token);
    }

    /** Whether an attribute was written. */
    public boolean has(String attribute) {
        return values.containsKey(attribute);
    }
}
