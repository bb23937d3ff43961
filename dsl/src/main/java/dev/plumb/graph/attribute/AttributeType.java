package dev.plumb.graph.attribute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which values an attribute takes, and how they are read from plain ones: from what an annotation holds, what JSON makes of it, and
 * what a program passes.
 *
 * @param <T> the values
 */
public final class AttributeType<T> {
    public static final AttributeType<Integer> INTEGER = simple(
            int.class,
            "int",
            value -> value instanceof Number number && number.doubleValue() == number.intValue()
                    ? Optional.of(number.intValue())
                    : Optional.empty());

    public static final AttributeType<Long> LONG = simple(
            long.class,
            "long",
            value -> value instanceof Number number && number.doubleValue() == number.longValue()
                    ? Optional.of(number.longValue())
                    : Optional.empty());

    public static final AttributeType<Double> DOUBLE = simple(
            double.class,
            "double",
            value -> value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty());

    public static final AttributeType<Boolean> BOOLEAN = simple(
            boolean.class, "boolean", value -> value instanceof Boolean truth ? Optional.of(truth) : Optional.empty());

    public static final AttributeType<String> STRING = simple(
            String.class, "String", value -> value instanceof String text ? Optional.of(text) : Optional.empty());

    private final Class<?> valueClass;
    private final Class<?> itemClass;
    private final String takes;
    private final BiFunction<String, Object, T> reader;

    private AttributeType(Class<?> valueClass, Class<?> itemClass, String takes, BiFunction<String, Object, T> reader) {
        this.valueClass = valueClass;
        this.itemClass = itemClass;
        this.takes = takes;
        this.reader = reader;
    }

    private static <T> AttributeType<T> simple(
            Class<?> valueClass, String takes, Function<Object, Optional<T>> reader) {
        return new AttributeType<>(valueClass, valueClass, takes, (owner, value) -> reader.apply(value)
                .orElseThrow(() -> refusal(owner, value, takes)));
    }

    /** An enum constant, or its name. */
    public static <E extends Enum<E>> AttributeType<E> oneOf(Class<E> constants) {
        List<E> all = List.of(constants.getEnumConstants());
        return simple(constants, "one of " + all, value -> all.stream()
                .filter(constant -> constant == value || constant.name().equals(value))
                .findFirst());
    }

    /** The name of one of these constants, of an enum that is not known here. */
    public static AttributeType<String> constantOf(List<String> constants) {
        return simple(String.class, "one of " + constants, value -> constants.stream()
                .filter(constant -> constant.equals(value instanceof Enum<?> known ? known.name() : value))
                .findFirst());
    }

    /** A list, an array, or a single item, as in annotations. */
    public static <T> AttributeType<List<T>> listOf(AttributeType<T> item) {
        return new AttributeType<>(
                List.class, item.itemClass, item.takes + "[]", (owner, value) -> AttributeText.items(value).stream()
                        .map(one -> item.read(owner, one))
                        .toList());
    }

    /** The values of a nested annotation, or a map of them. */
    public static <S extends Attributed> AttributeType<S> group(Definition<S> definition) {
        String annotation = "@" + definition.name();
        return new AttributeType<>(definition.type(), definition.type(), annotation, (owner, value) -> {
            if (definition.type().isInstance(value)) {
                return definition.type().cast(value);
            }
            if (value instanceof Map<?, ?> entries) {
                Map<String, Object> values = new LinkedHashMap<>();
                entries.forEach((key, item) -> values.put(key.toString(), item));
                return definition.read(values);
            }
            throw refusal(owner, value, annotation);
        });
    }

    /** An instance of a class. */
    public static <T> AttributeType<T> instanceOf(Class<T> type) {
        return simple(
                type,
                type.getSimpleName(),
                value -> type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty());
    }

    /** The class of the values: that of the primitive for numbers and booleans, {@code List} for lists of any items. */
    public Class<?> valueClass() {
        return valueClass;
    }

    /** The class of the items of a list; of what is no list, the class of the values. */
    public Class<?> itemClass() {
        return itemClass;
    }

    /** The type as messages name it: {@code int}, {@code double[]}, {@code one of [SAME, VALID]}. */
    public String takes() {
        return takes;
    }

    /**
     * A value from a plain one.
     *
     * @param owner the attribute as messages name it: {@code Dense.units}
     * @throws IllegalArgumentException if it is none
     */
    public T read(String owner, Object plain) {
        return reader.apply(owner, plain);
    }

    private static IllegalArgumentException refusal(String owner, Object value, String takes) {
        return new IllegalArgumentException(
                owner + " cannot be " + AttributeText.format(value) + ": it takes " + takes);
    }
}
