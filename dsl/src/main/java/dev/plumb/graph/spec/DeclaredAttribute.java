package dev.plumb.graph.spec;

import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.AttributeType;
import dev.plumb.graph.attribute.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * An attribute of a layer annotation that a user declares: of a block, or of a layer in code.
 *
 * @param standard its default, if it has one
 */
public record DeclaredAttribute(String name, AttributeKind kind, Optional<Object> standard) {
    /** Which values it takes. */
    public AttributeType<Object> type() {
        return kind.type();
    }

    /**
     * What makes layers of values for these attributes.
     *
     * @param annotation the name of the annotation with its package
     * @param maker makes a layer of a value for each attribute
     */
    public static <L extends UserLayer> Definition<L> definition(
            String annotation,
            Class<L> type,
            List<DeclaredAttribute> attributes,
            Function<Map<String, Object>, L> maker) {
        return new Definition<>(
                annotation,
                type,
                attributes.stream()
                        .<Attribute<L, ?>>map(DeclaredAttribute::attribute)
                        .toList(),
                layer -> {
                    List<Object> values = new ArrayList<>();
                    for (DeclaredAttribute one : attributes) {
                        values.add(Objects.requireNonNull(layer.values().get(one.name())));
                    }
                    return values;
                },
                given -> {
                    Map<String, Object> values = new LinkedHashMap<>();
                    attributes.forEach(one -> values.put(one.name(), given.get(one.<L>attribute())));
                    return maker.apply(values);
                });
    }

    private <L extends UserLayer> Attribute<L, Object> attribute() {
        return new Attribute<>(name, type(), standard.map(value -> type().read(name, value)));
    }
}
