package dev.plumb.keras.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.attribute.AttributeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value of an option, and that of an attribute of the same meaning, by the type of the attribute. */
final class Conversion {
    /** Objects of Keras that are no more than a value. */
    private static final Set<String> PLAIN = Set.of("__numpy__", "__tensor__", "__tuple__");

    /** Attributes whose lists stay lists if they have one item. */
    private static final Set<String> LISTS =
            Set.of("target_shape", "dims", "shared_axes", "vocabulary", "idf_weights", "bin_boundaries", "noise_shape");

    /** Options that are pairs for each axis: {@code ((top, bottom), (left, right))}. */
    private static final Set<String> PAIRS = Set.of("cropping", "padding");

    /** Shapes with {@code null} for an axis that follows from the input; here it is a number that no axis has. */
    private static final Set<String> WITH_OPEN_AXES = Set.of("output_shape");

    private static final int OPEN = -1;

    private Conversion() {}

    /** The value for an attribute of this type; the option is not null. */
    static Object read(AttributeType<?> type, Object given) throws NoCounterpart {
        Class<?> kind = type.itemClass();
        if (kind == Init.Spec.class) {
            return Initializers.read(given);
        } else if (kind == Regularizer.Spec.class) {
            return Penalties.read(given);
        } else if (kind == Constraint.Spec.class) {
            return Constraints.read(given);
        } else if (kind == ActivationFunction.class) {
            return activation(given);
        }
        Object plain = plain(given);
        if (kind.isEnum()) {
            return Words.constant(kind, plain)
                    .orElseThrow(() -> new NoCounterpart(
                            Json.shown(given) + " is not there: there are " + String.join(", ", Words.all(kind))));
        }
        return type.valueClass() == List.class ? flat(plain) : plain;
    }

    private static Object plain(Object given) {
        return Json.className(given).filter(PLAIN::contains).isPresent()
                ? Json.config(given).getOrDefault("value", given)
                : given;
    }

    /** Sizes for each axis, and pairs for each axis, are one list here. */
    private static List<Object> flat(@Nullable Object given) {
        List<Object> flat = new ArrayList<>();
        if (given instanceof List<?> items) {
            items.forEach(item -> flat.addAll(flat(item)));
        } else {
            flat.add(given == null ? OPEN : given);
        }
        return flat;
    }

    private static Object activation(Object given) throws NoCounterpart {
        Map<String, @Nullable Object> object = Json.object(given);
        Object word = object.isEmpty()
                ? given
                : object.get("config") instanceof String function
                        ? function
                        : Json.className(given).orElse("").toLowerCase(Locale.ROOT);
        boolean isLayer = object.get("config") instanceof Map<?, ?>;
        if (isLayer || Words.constant(ActivationFunction.class, word).isEmpty()) {
            throw new NoCounterpart("the activation " + Json.className(given).orElse(Json.shown(word))
                    + (isLayer ? " is an object with options: make it a layer of its own" : " is not there"));
        }
        return Words.constant(ActivationFunction.class, word).orElseThrow();
    }

    /** The value of an option. */
    static @Nullable Object write(String option, Object value) throws NoCounterpart {
        if (value instanceof Init.Spec init) {
            return Initializers.write(init);
        } else if (value instanceof Regularizer.Spec penalty) {
            return Penalties.write(penalty);
        } else if (value instanceof Constraint.Spec constraint) {
            return Constraints.write(constraint);
        } else if (value instanceof Enum<?> constant) {
            return Words.of(constant);
        } else if (value instanceof List<?> items) {
            return list(option, items);
        }
        return value;
    }

    private static Object list(String option, List<?> items) throws NoCounterpart {
        List<@Nullable Object> written = new ArrayList<>();
        for (Object item : items) {
            boolean isOpen = WITH_OPEN_AXES.contains(option) && item.equals(OPEN);
            written.add(item instanceof Enum<?> constant ? Words.of(constant) : isOpen ? null : item);
        }
        if (PAIRS.contains(option) && items.size() > 3) {
            List<Object> pairs = new ArrayList<>();
            for (int i = 0; i < items.size(); i += 2) {
                pairs.add(written.subList(i, i + 2));
            }
            return pairs;
        }
        Object only = written.size() == 1 ? written.get(0) : null;
        return only == null || LISTS.contains(option) ? written : only;
    }
}
