package dev.plumb.graph.attribute;

import java.util.Optional;
import java.util.function.Function;

/**
 * One attribute of an annotation.
 *
 * @param name its name
 * @param type which values it takes
 * @param standard its default, if it has one
 * @param getter reads its value
 * @param <S> what has the attribute
 * @param <T> its values
 */
public record Attribute<S, T>(String name, AttributeType<T> type, Optional<T> standard, Function<S, T> getter) {

    /** An attribute that has to be stated. */
    public static <S, T> Attribute<S, T> required(String name, AttributeType<T> type, Function<S, T> getter) {
        return new Attribute<>(name, type, Optional.empty(), getter);
    }

    /** An attribute with a default. */
    public static <S, T> Attribute<S, T> optional(
            String name, AttributeType<T> type, T standard, Function<S, T> getter) {
        return new Attribute<>(name, type, Optional.of(standard), getter);
    }

    public boolean isRequired() {
        return standard.isEmpty();
    }
}
