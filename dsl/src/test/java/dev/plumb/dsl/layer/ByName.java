package dev.plumb.dsl.layer;

import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.attribute.Definition;
import java.util.LinkedHashMap;
import java.util.Map;

/** Layers from alternating names and values of attributes, for tests of many attributes by turns. */
public final class ByName {
    private ByName() {}

    public static <S extends Attributed> S layer(Definition<S> definition, Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return definition.read(values);
    }
}
