package dev.plumb.graph.attribute;

import dev.plumb.graph.problem.Similar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What attributes an annotation has: their names, types and defaults, in the order of declaration. Generated from the annotation.
 *
 * @param <S> what holds their values
 */
public final class Definition<S extends Attributed> {
    private final String annotation;
    private final Class<S> type;
    private final List<Attribute<S, ?>> attributes;
    private final Function<S, List<?>> reader;
    private final Function<Values, S> constructor;

    /**
     * @param annotation the name of the annotation with its package: {@code dev.plumb.dsl.layer.Dense}
     * @param type what holds the values
     * @param reader reads a value for each attribute, in their order: one function for all, because each takes the JVM half a millisecond to link
     * @param constructor makes it of a value for each attribute
     */
    public Definition(
            String annotation,
            Class<S> type,
            List<Attribute<S, ?>> attributes,
            Function<S, List<?>> reader,
            Function<Values, S> constructor) {
        this.annotation = annotation;
        this.type = type;
        this.attributes = List.copyOf(attributes);
        this.reader = reader;
        this.constructor = constructor;
    }

    /** The name of the annotation with its package. */
    public String annotation() {
        return annotation;
    }

    /** The name of the annotation: {@code Dense}; of one that is nested in a type its own alone. */
    public String name() {
        return annotation.substring(Math.max(annotation.lastIndexOf('.'), annotation.lastIndexOf('$')) + 1);
    }

    public Class<S> type() {
        return type;
    }

    public List<Attribute<S, ?>> attributes() {
        return attributes;
    }

    /** The attribute of that name, if there is one. */
    public Optional<Attribute<S, ?>> attribute(String attribute) {
        for (Attribute<S, ?> one : attributes) {
            if (one.name().equals(attribute)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /**
     * What has these values, in any form that {@link AttributeType#read} takes; attributes left out have their default.
     *
     * @throws IllegalArgumentException if an attribute is unknown, missing or of another type
     */
    public S read(Map<String, ?> plain) {
        for (String attribute : plain.keySet()) {
            if (attribute(attribute).isEmpty()) {
                List<String> names = attributes.stream().map(Attribute::name).toList();
                throw new IllegalArgumentException(
                        name() + " has no attribute '" + attribute + "'" + Similar.hint(attribute, names));
            }
        }
        return constructor.apply(new Values(name(), plain));
    }

    /** As {@link Attributed#attributes()}. */
    Map<String, Object> valuesOf(Attributed holder) {
        List<?> own = reader.apply(type.cast(holder));
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            values.put(attributes.get(i).name(), own.get(i));
        }
        return values;
    }

    /** As {@link Attributed#nonDefaultAttributes()}. */
    Map<String, Object> nonDefaultValuesOf(Attributed holder) {
        List<?> own = reader.apply(type.cast(holder));
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute<S, ?> attribute = attributes.get(i);
            Object value = own.get(i);
            Object standard = attribute.standard().orElse(null);
            if (!same(value, standard)) {
                values.put(attribute.name(), value);
            }
        }
        return values;
    }

    /** Whether both are equal. What has attributes is compared by them: to compare two records for the first time takes the JVM longer than a small model takes to be made. */
    private static boolean same(Object value, @Nullable Object other) {
        if (value instanceof Attributed group && other instanceof Attributed second) {
            return group.definition().equals(second.definition())
                    && group.attributes().equals(second.attributes());
        }
        return value.equals(other);
    }

    /** As {@link Attributed#with}. */
    public S with(Attributed holder, String attribute, Object value) {
        Map<String, Object> values = valuesOf(holder);
        values.put(attribute, value);
        return read(values);
    }

    @Override
    public String toString() {
        return name() + attributes.stream().map(Attribute::name).toList();
    }

    /** Values as they were given. */
    public static final class Values {
        private final String owner;
        private final Map<String, ?> plain;

        private Values(String owner, Map<String, ?> plain) {
            this.owner = owner;
            this.plain = plain;
        }

        /**
         * The value of an attribute, or its default.
         *
         * @throws IllegalArgumentException if it has none or does not take what was given
         */
        public <T> T get(Attribute<?, T> attribute) {
            Object given = plain.get(attribute.name());
            if (given != null) {
                return attribute.type().read(owner + "." + attribute.name(), given);
            }
            return attribute
                    .standard()
                    .orElseThrow(() ->
                            new IllegalArgumentException(owner + " needs the attribute '" + attribute.name() + "'"));
        }
    }
}
