package dev.plumb.keras.training;

import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.keras.layer.SnakeCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loss or a metric as Keras states it: a name, a function or an object with options.
 *
 * @param name in small letters: {@code mean_squared_error}
 * @param options those that are not as Keras has them by default
 */
record Said(String name, Map<String, @Nullable Object> options) {
    /** Short names of Keras. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("acc", "accuracy"),
            Map.entry("bce", "binary_crossentropy"),
            Map.entry("cosine", "cosine_similarity"),
            Map.entry("cosine_proximity", "cosine_similarity"),
            Map.entry("kld", "kl_divergence"),
            Map.entry("kullback_leibler_divergence", "kl_divergence"),
            Map.entry("logcosh", "log_cosh"),
            Map.entry("mae", "mean_absolute_error"),
            Map.entry("mape", "mean_absolute_percentage_error"),
            Map.entry("mse", "mean_squared_error"),
            Map.entry("msle", "mean_squared_logarithmic_error"));

    /** What options are by default, of the losses and metrics that have them. */
    private static final Map<String, Set<Object>> STANDARD = Map.ofEntries(
            Map.entry("apply_class_balancing", Set.of(false)),
            Map.entry("axis", Set.of(-1)),
            Map.entry("beta", Set.of(0.5)),
            Map.entry("class_aggregation", Set.of("uniform_average")),
            Map.entry("curve", Set.of("ROC")),
            Map.entry("delta", Set.of(1.0)),
            Map.entry("from_logits", Set.of(false)),
            Map.entry("gamma", Set.of(2.0)),
            Map.entry("k", Set.of(5)),
            Map.entry("label_smoothing", Set.of(0, 0.0)),
            Map.entry("multi_label", Set.of(false)),
            Map.entry("num_regressors", Set.of(0)),
            Map.entry("num_thresholds", Set.of(200)),
            Map.entry("q", Set.of(0.5)),
            Map.entry("reduction", Set.of("sum_over_batch_size", "auto")),
            Map.entry("summation_method", Set.of("interpolation")),
            Map.entry("threshold", Set.of(0.5)));

    /** Of focal losses, and of the Tversky loss. */
    private static final Map<String, Double> ALPHA =
            Map.of("binary_focal_crossentropy", 0.25, "categorical_focal_crossentropy", 0.25, "tversky", 0.5);

    private static final Set<String> WITHOUT_EFFECT = Set.of("name", "dtype", "fn");

    /**
     * Reads what a file says.
     *
     * @throws NoCounterpart if it is somebody's own
     */
    static Said of(@Nullable Object value) throws NoCounterpart {
        if (value instanceof String word) {
            return new Said(name(word), Map.of());
        }
        Map<String, @Nullable Object> object = Json.object(value);
        if (object.get("config") instanceof String function) {
            if (Json.className(value).filter("function"::equals).isPresent() && !isOfKeras(object)) {
                throw new NoCounterpart("the function " + function + " is not one of Keras");
            }
            return new Said(name(function), Map.of());
        }
        String className = Json.kerasClass(value)
                .orElseThrow(() -> new NoCounterpart(Json.shown(value) + " is neither a name nor an object"));
        String name = name(SnakeCase.of(className));
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        Json.config(value).forEach((option, given) -> {
            if (!isStandard(name, option, given)) {
                options.put(option, given);
            }
        });
        return new Said(name, options);
    }

    private static boolean isOfKeras(Map<String, @Nullable Object> function) {
        return String.valueOf(function.get("module")).startsWith("keras") || "builtins".equals(function.get("module"));
    }

    private static String name(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        return ALIASES.getOrDefault(small, small);
    }

    private static boolean isStandard(String name, String option, @Nullable Object value) {
        if (value == null || WITHOUT_EFFECT.contains(option)) {
            return true;
        }
        return option.equals("alpha")
                ? Objects.equals(ALPHA.get(name), value)
                : STANDARD.getOrDefault(option, Set.of()).contains(value);
    }

    /**
     * Throws if there are other options than these.
     *
     * @param known options that are read
     */
    void requireOnly(String... known) throws NoCounterpart {
        for (Map.Entry<String, @Nullable Object> option : options.entrySet()) {
            if (!List.of(known).contains(option.getKey())) {
                throw new NoCounterpart(name + " has " + option.getKey() + " = " + Json.shown(option.getValue())
                        + ", which an annotation cannot say");
            }
        }
    }
}
