package dev.plumb.graph.attribute;

import java.util.Optional;

/**
 * One attribute of an annotation.
 *
 * @param name its name
 * @param type which values it takes
 * @param standard its default, if it has one
 * @param <S> what has the attribute
 * @param <T> its values
 */
@SuppressWarnings("UnusedTypeParameter") // of S: a definition lists no attribute of something else
public record Attribute<S, T>(String name, AttributeType<T> type, Optional<T> standard) {

    /** An attribute that has to be stated. */
    public static <S, T> Attribute<S, T> required(String name, AttributeType<T> type) {
        return new Attribute<>(name, type, Optional.empty());
    }

    /** An attribute with a default. */
    public static <S, T> Attribute<S, T> optional(String name, AttributeType<T> type, T standard) {
        return new Attribute<>(name, type, Optional.of(standard));
    }

    public boolean isRequired() {
        return standard.isEmpty();
    }
}
