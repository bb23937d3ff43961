package dev.plumb.keras.layer;

import dev.plumb.dsl.Regularizer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Regularizers of Keras, and ours. */
final class Penalties {
    /** The factor that Keras takes where only the name of a regularizer is said. */
    private static final double STANDARD = 0.01;

    private Penalties() {}

    static Regularizer.Spec read(@Nullable Object value) throws NoCounterpart {
        if (value == null) {
            return Regularizer.Spec.NONE;
        }
        String name = Json.kerasClass(value).orElse(value.toString());
        Map<String, @Nullable Object> config = Json.config(value);
        Regularizer.Spec none = Regularizer.Spec.NONE;
        boolean named = config.isEmpty();
        return switch (name.replace("_", "").toLowerCase(Locale.ROOT)) {
            case "l1" -> none.l1(number(config, "l1", STANDARD));
            case "l2" -> none.l2(number(config, "l2", STANDARD));
            case "l1l2" ->
                none.l1(number(config, "l1", named ? STANDARD : 0)).l2(number(config, "l2", named ? STANDARD : 0));
            case "orthogonalregularizer" ->
                none.orthogonal(number(config, "factor", STANDARD))
                        .mode("columns".equals(config.get("mode")) ? Regularizer.Mode.COLUMNS : Regularizer.Mode.ROWS);
            default -> throw new NoCounterpart("the regularizer " + name + " is not there");
        };
    }

    private static double number(Map<String, @Nullable Object> config, String key, double standard) {
        return config.get(key) instanceof Number number ? number.doubleValue() : standard;
    }

    static @Nullable Object write(Regularizer.Spec spec) throws NoCounterpart {
        String module = "keras.regularizers";
        if (spec.isNone()) {
            return null;
        }
        if (spec.orthogonal() == 0) {
            return Json.sorted(module, "L1L2", Map.of("l1", spec.l1(), "l2", spec.l2()));
        }
        if (spec.l1() != 0 || spec.l2() != 0) {
            throw new NoCounterpart("Keras has no regularizer that is orthogonal and L1 or L2 at once");
        }
        return Json.sorted(
                module, "OrthogonalRegularizer", Map.of("factor", spec.orthogonal(), "mode", Words.of(spec.mode())));
    }
}
