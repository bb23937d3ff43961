package dev.plumb.graph.spec;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.attribute.AttributeType;
import java.util.List;
import java.util.stream.Stream;

/**
 * The type of an attribute.
 *
 * @param name {@code int}, {@code double}, {@code boolean} or {@code String}, {@code Init}, {@code Regularizer} or {@code Constraint}, or the name of an
 *     enum with its package
 * @param isList whether it is an array of that
 * @param constants those of the enum
 */
public record AttributeKind(String name, boolean isList, List<String> constants) {
    public static final AttributeKind INT = simple("int");
    public static final AttributeKind DOUBLE = simple("double");
    public static final AttributeKind BOOLEAN = simple("boolean");
    public static final AttributeKind STRING = simple("String");

    /** {@code @Init}, of a layer in code. */
    public static final AttributeKind INIT = simple("Init");

    /** {@code @Regularizer}, of a layer in code. */
    public static final AttributeKind REGULARIZER = simple("Regularizer");

    /** {@code @Constraint}, of a layer in code. */
    public static final AttributeKind CONSTRAINT = simple("Constraint");

    public AttributeKind {
        constants = List.copyOf(constants);
    }

    private static AttributeKind simple(String name) {
        return new AttributeKind(name, false, List.of());
    }

    /** One of the constants of an enum. */
    public static <E extends Enum<E>> AttributeKind of(Class<E> constants) {
        List<String> names =
                Stream.of(constants.getEnumConstants()).map(Enum::name).toList();
        return new AttributeKind(constants.getName(), false, names);
    }

    /** An array of these. */
    public AttributeKind list() {
        return new AttributeKind(name, true, constants);
    }

    /** The type as source has it: {@code int[]}; of a nested enum the name of its own. */
    public String title() {
        String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        return simple + (isList ? "[]" : "");
    }

    /** Values that there may be, as expressions have them. */
    public List<Object> samples() {
        List<Object> items =
                switch (name) {
                    case "int" -> List.of(1L);
                    case "double" -> List.of(0.5);
                    case "boolean" -> List.of(true);
                    case "String" -> List.of("");
                    default -> List.copyOf(constants);
                };
        return isList ? items.stream().map(item -> (Object) List.of(item)).toList() : items;
    }

    /** Which values it takes. */
    @SuppressWarnings("unchecked")
    public AttributeType<Object> type() {
        AttributeType<?> item =
                switch (name) {
                    case "int" -> AttributeType.INTEGER;
                    case "double" -> AttributeType.DOUBLE;
                    case "boolean" -> AttributeType.BOOLEAN;
                    case "String" -> AttributeType.STRING;
                    case "Init" -> AttributeType.group(Init.Spec.DEFINITION);
                    case "Regularizer" -> AttributeType.group(Regularizer.Spec.DEFINITION);
                    case "Constraint" -> AttributeType.group(Constraint.Spec.DEFINITION);
                    default -> AttributeType.constantOf(constants);
                };
        return (AttributeType<Object>) (isList ? AttributeType.listOf(item) : item);
    }
}
