package dev.plumb.keras.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constraints of Keras, and ours. */
final class Constraints {
    private Constraints() {}

    static Constraint.Spec read(@Nullable Object value) throws NoCounterpart {
        if (value == null) {
            return Constraint.Spec.NONE;
        }
        String name = Json.kerasClass(value).orElse(value.toString());
        ConstraintKind kind =
                switch (name.replace("_", "").toLowerCase(Locale.ROOT)) {
                    case "maxnorm" -> ConstraintKind.MAX_NORM;
                    case "minmaxnorm" -> ConstraintKind.MIN_MAX_NORM;
                    case "unitnorm", "unitnormalization" -> ConstraintKind.UNIT_NORM;
                    case "nonneg" -> ConstraintKind.NON_NEG;
                    default -> throw new NoCounterpart("the constraint " + name + " is not there");
                };
        Map<String, Object> values = new LinkedHashMap<>(Map.of("value", kind));
        Json.config(value).forEach((key, given) -> {
            if (given != null) {
                values.put(Names.attribute(key), given);
            }
        });
        if (values.get("maxValue") instanceof Number given
                && given.doubleValue() == Constraint.Spec.of(kind).upperNorm()) {
            values.remove("maxValue");
        }
        return Constraint.Spec.DEFINITION.read(values);
    }

    static @Nullable Object write(Constraint.Spec spec) {
        Object axis = spec.axis().size() == 1 ? spec.axis().get(0) : List.copyOf(spec.axis());
        String module = "keras.constraints";
        return switch (spec.value()) {
            case NONE -> null;
            case MAX_NORM -> Json.sorted(module, "MaxNorm", Map.of("max_value", spec.upperNorm(), "axis", axis));
            case MIN_MAX_NORM ->
                Json.sorted(
                        module,
                        "MinMaxNorm",
                        Map.of(
                                "min_value", spec.minValue(),
                                "max_value", spec.upperNorm(),
                                "rate", spec.rate(),
                                "axis", axis));
            case UNIT_NORM -> Json.sorted(module, "UnitNorm", Map.of("axis", axis));
            case NON_NEG -> Json.sorted(module, "NonNeg", Map.of());
        };
    }
}
