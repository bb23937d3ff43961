package dev.plumb.graph.spec;

import dev.plumb.graph.problem.Similar;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The attributes of specs as names and values, by the correspondence that makes a layer one definition: a spec is a record nested in
 * its annotation, its components are the annotation's attributes, and the annotation's defaults are the spec's.
 *
 * <p>Values are those of annotations, in plain form: numbers, booleans, strings, enum constants, {@code List<Integer>} for
 * {@code int[]}, and a nested {@code Spec} for a nested annotation.
 */
public final class Attributes {
    /** The component of a wrapper's spec that is no attribute of its annotation, {@link WrapperSpec#layer}. */
    public static final String WRAPPED = "layer";

    /** Facts of a class, read once: reflection builds an annotation anew each time it is asked for a default. */
    private static final ClassValue<Map<String, Object>> DEFAULTS = new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> specType) {
            return readDefaults(specType);
        }
    };

    private Attributes() {}

    /** Attribute names and values of a spec, in the order of declaration. */
    public static Map<String, Object> of(Record spec) {
        if (spec instanceof dev.plumb.graph.attribute.Attributed group) {
            return group.attributes();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : spec.getClass().getRecordComponents()) {
            values.put(component.getName(), read(spec, component));
        }
        return values;
    }

    /** As {@link #of}, without the attributes that have their default. */
    public static Map<String, Object> nonDefault(Record spec) {
        Map<String, Object> values = of(spec);
        DEFAULTS.get(spec.getClass()).forEach(values::remove);
        return values;
    }

    /**
     * A spec from alternating names and values; those left out have the annotation's defaults.
     *
     * <pre>{@code Attributes.create(Init.Spec.class, "value", HE_NORMAL)}</pre>
     *
     * @throws IllegalArgumentException if an attribute is unknown, missing or of another type
     */
    public static <S> S create(Class<S> type, Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("attributes come as name, value, name, value …: the last name '"
                    + namesAndValues[namesAndValues.length - 1] + "' has no value");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return create(type, values);
    }

    /**
     * A spec from attribute values; those left out have the annotation's defaults. Accepts what an annotation holds and what JSON
     * makes of it: an enum constant or its name, a list or array, a nested spec, annotation or map.
     *
     * @throws IllegalArgumentException if an attribute is unknown, missing or of another type
     */
    public static <S> S create(Class<S> type, Map<String, ?> values) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        annotationName(type) + " has no attribute '" + name + "'" + Similar.hint(name, names));
            }
        }
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = values.get(components[i].getName());
            Object standard = DEFAULTS.get(type).get(components[i].getName());
            if (value == null && standard == null) {
                throw new IllegalArgumentException(
                        annotationName(type) + " needs the attribute '" + components[i].getName() + "'");
            }
            arguments[i] =
                    value == null ? standard : convert(value, components[i].getType(), type, components[i].getName());
        }
        return construct(type, components, arguments);
    }

    /** As {@link #of}, for a wrapper with the attributes of the wrapped layer in place of the layer: all that a model can state. */
    public static Map<String, Object> stated(LayerSpec spec) {
        Map<String, Object> values = spec instanceof Record attributes ? of(attributes) : new LinkedHashMap<>();
        if (spec instanceof WrapperSpec wrapper) {
            values.remove(WRAPPED);
            stated(wrapper.layer()).forEach(values::putIfAbsent);
        }
        return values;
    }

    /** The spec with another value of one of its {@link #stated} attributes. */
    public static LayerSpec with(LayerSpec spec, String attribute, Object value) {
        Map<String, Object> changed = of((Record) spec);
        if (spec instanceof WrapperSpec wrapper && !changed.containsKey(attribute)) {
            changed.put(WRAPPED, with(wrapper.layer(), attribute, value));
        } else {
            changed.put(attribute, value);
        }
        return create(spec.getClass(), changed);
    }

    /** As a user would write it: {@code Dense(units = 64)}, {@code Dropout(0.3)}, {@code Bidirectional(LSTM(units = 32))}. */
    static String describe(LayerSpec spec) {
        if (spec instanceof WrapperSpec wrapper) {
            Map<String, Object> own = nonDefault((Record) wrapper);
            own.remove(WRAPPED);
            String others = own.isEmpty() ? "" : ", " + listed(own);
            return spec.layerName() + "(" + wrapper.layer().describe() + others + ")";
        }
        return spec instanceof Record attributes ? spec.layerName() + arguments(attributes) : spec.layerName();
    }

    /** A value as Java source would show it, without type names: {@code RELU}, {@code {3, 3}}, {@code @Init(HE_NORMAL)}. */
    public static String format(Object value) {
        if (value.getClass().isArray()) {
            return format(items(value));
        }
        if (value instanceof List<?> list) {
            return list.size() == 1
                    ? format(list.get(0))
                    : list.stream().map(Attributes::format).collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof LayerSpec layer) {
            return layer.describe();
        }
        if (value instanceof Record nested) {
            return "@" + annotationName(nested.getClass()) + arguments(nested);
        }
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
    }

    private static String arguments(Record spec) {
        Map<String, Object> shown = nonDefault(spec);
        if (shown.isEmpty()) {
            return "";
        }
        if (shown.size() == 1 && shown.containsKey("value")) {
            return "(" + format(shown.values().iterator().next()) + ")";
        }
        return "(" + listed(shown) + ")";
    }

    private static String listed(Map<String, Object> shown) {
        return shown.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + format(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String annotationName(Class<?> specType) {
        Class<?> annotation = specType.getEnclosingClass();
        return annotation == null ? specType.getSimpleName() : annotation.getSimpleName();
    }

    /** The defaults of a spec's annotation by attribute, in plain form; a required attribute has none. */
    private static Map<String, Object> readDefaults(Class<?> specType) {
        Class<?> annotation = specType.getEnclosingClass();
        if (annotation == null || !annotation.isAnnotation()) {
            return Map.of();
        }
        Map<String, Object> defaults = new HashMap<>();
        for (RecordComponent component : specType.getRecordComponents()) {
            if (component.getType() == LayerSpec.class) {
                continue; // what a wrapper wraps is no attribute
            }
            try {
                Object standard = annotation.getMethod(component.getName()).getDefaultValue();
                if (standard != null) {
                    defaults.put(
                            component.getName(), convert(standard, component.getType(), specType, component.getName()));
                }
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(
                        "the record component '" + component.getName() + "' of " + specType.getName()
                                + " has no attribute of that name in @" + annotation.getSimpleName(),
                        e);
            }
        }
        return Map.copyOf(defaults);
    }

    private static Object convert(Object value, Class<?> target, Class<?> owner, String name) {
        if (target == int.class && value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        if (target == long.class && value instanceof Number number && number.doubleValue() == number.longValue()) {
            return number.longValue();
        }
        if (target == double.class && value instanceof Number number) {
            return number.doubleValue();
        }
        if (target == boolean.class && value instanceof Boolean) {
            return value;
        }
        if (target == String.class && value instanceof String) {
            return value;
        }
        if (target.isEnum() && (target.isInstance(value) || value instanceof String)) {
            for (Object constant : target.getEnumConstants()) {
                if (constant == value || ((Enum<?>) constant).name().equals(value)) {
                    return constant;
                }
            }
        }
        if (target == LayerSpec.class && value instanceof LayerSpec) {
            return value;
        }
        if (target == List.class) {
            return integers(value, owner, name);
        }
        if (target.isRecord()) {
            if (target.isInstance(value)) {
                return value;
            }
            if (value instanceof Annotation annotation) {
                return create(target, annotationValues(annotation));
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> values = new LinkedHashMap<>();
                map.forEach((key, item) -> values.put(key.toString(), item));
                return create(target, values);
            }
        }
        throw new IllegalArgumentException(annotationName(owner) + "." + name + " cannot be " + format(value)
                + ": it takes " + (target.isEnum() ? "one of " + Arrays.toString(target.getEnumConstants()) : target));
    }

    private static List<Integer> integers(Object value, Class<?> owner, String name) {
        return items(value).stream()
                .map(item -> (Integer) convert(item, int.class, owner, name))
                .toList();
    }

    /** The items of a list or array; a single value is a list of one, as in annotations. */
    private static List<Object> items(Object value) {
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

    private static Map<String, Object> annotationValues(Annotation annotation) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Method attribute : annotation.annotationType().getDeclaredMethods()) {
            if (attribute.getParameterCount() == 0 && !attribute.isSynthetic()) {
                try {
                    values.put(attribute.getName(), attribute.invoke(annotation));
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return values;
    }

    private static Object read(Record spec, RecordComponent component) {
        try {
            return component.getAccessor().invoke(spec);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <S> S construct(Class<S> type, RecordComponent[] components, Object[] arguments) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
