package dev.plumb.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An annotation as it will be written.
 *
 * @param type the name of the annotation with its package
 * @param values what is stated: numbers, truths and texts, {@link ConstantName}s, {@link ClassName}s, annotations, and lists of these where the attribute is an
 *     array
 */
record AnnotationUse(String type, Map<String, Object> values) {

    /** The constant of an enum, or of another type. */
    record ConstantName(String type, String name) {}

    /** A class as a value. */
    record ClassName(String type) {}

    static AnnotationUse of(Class<?> type) {
        return new AnnotationUse(type.getCanonicalName(), Map.of());
    }

    static AnnotationUse of(Class<?> type, Object value) {
        return of(type).with("value", value);
    }

    AnnotationUse with(String attribute, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(attribute, value);
        return new AnnotationUse(type, more);
    }

    /** The same without some attributes. */
    AnnotationUse without(String... attributes) {
        Map<String, Object> fewer = new LinkedHashMap<>(values);
        fewer.keySet().removeAll(List.of(attributes));
        return new AnnotationUse(type, fewer);
    }

    /** Whether the values are but the one that needs no name. */
    boolean isValueAlone() {
        return values.keySet().equals(Set.of("value"));
    }
}
