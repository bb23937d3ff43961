package dev.plumb.graph.attribute;

import dev.plumb.dsl.Bind;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Attributes as Java source would show them. */
public final class AttributeText {
    private AttributeText() {}

    /** A value without type names: {@code RELU}, {@code {3, 3}}, {@code @Init(HE_NORMAL)}. */
    public static String format(Object value) {
        if (value.getClass().isArray()) {
            return format(items(value));
        }
        if (value instanceof List<?> list) {
            return list.size() == 1
                    ? format(list.get(0))
                    : list.stream().map(AttributeText::format).collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Attributed group) {
            return group.describe();
        }
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        if (value instanceof Integer number && number == Bind.BOUND) {
            return "BOUND";
        }
        return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
    }

    /** The arguments of an annotation: nothing, {@code (0.3)}, {@code (units = 64)}. */
    public static String arguments(Map<String, Object> values) {
        if (values.isEmpty()) {
            return "";
        }
        if (values.size() == 1 && values.containsKey("value")) {
            return "(" + format(values.values().iterator().next()) + ")";
        }
        return "(" + listed(values) + ")";
    }

    /** Names and values, separated by commas. */
    public static String listed(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + format(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** The items of a list or array; a single value is a list of one, as in annotations. */
    static List<Object> items(Object value) {
        List<Object> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            items.addAll(list);
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(Array.get(value, i));
            }
        } else {
            items.add(value);
        }
        return items;
    }
}
