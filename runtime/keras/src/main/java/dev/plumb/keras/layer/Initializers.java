package dev.plumb.keras.layer;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Initializers of Keras, and ours. */
final class Initializers {
    /** A class of Keras with its parameters, by ours. */
    private record Row(Initializer ours, String theirs, Map<String, String> parameters) {}

    private static final List<Row> ROWS = List.of(
            new Row(Initializer.ZEROS, "Zeros", Map.of()),
            new Row(Initializer.ONES, "Ones", Map.of()),
            new Row(Initializer.CONSTANT, "Constant", Map.of("constant", "value")),
            new Row(Initializer.RANDOM_NORMAL, "RandomNormal", Map.of("mean", "mean", "stddev", "stddev")),
            new Row(Initializer.TRUNCATED_NORMAL, "TruncatedNormal", Map.of("mean", "mean", "stddev", "stddev")),
            new Row(Initializer.RANDOM_UNIFORM, "RandomUniform", Map.of("minval", "minval", "maxval", "maxval")),
            new Row(Initializer.GLOROT_UNIFORM, "GlorotUniform", Map.of()),
            new Row(Initializer.GLOROT_NORMAL, "GlorotNormal", Map.of()),
            new Row(Initializer.HE_UNIFORM, "HeUniform", Map.of()),
            new Row(Initializer.HE_NORMAL, "HeNormal", Map.of()),
            new Row(Initializer.LECUN_UNIFORM, "LecunUniform", Map.of()),
            new Row(Initializer.LECUN_NORMAL, "LecunNormal", Map.of()),
            new Row(
                    Initializer.VARIANCE_SCALING,
                    "VarianceScaling",
                    Map.of("scale", "scale", "mode", "mode", "distribution", "distribution")),
            new Row(Initializer.ORTHOGONAL, "Orthogonal", Map.of("gain", "gain")),
            new Row(Initializer.IDENTITY, "Identity", Map.of("gain", "gain")));

    /** Further names that Keras takes. */
    private static final Map<String, String> ALIASES = Map.of(
            "zero", "Zeros",
            "one", "Ones",
            "uniform", "RandomUniform",
            "normal", "RandomNormal",
            "orthogonalinitializer", "Orthogonal",
            "identityinitializer", "Identity");

    private Initializers() {}

    static Init.Spec read(@Nullable Object value) throws NoCounterpart {
        String name = Json.kerasClass(value).orElse(String.valueOf(value));
        Map<String, @Nullable Object> config = Json.config(value);
        String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
        String known = ALIASES.getOrDefault(plain, plain);
        Optional<Row> row = ROWS.stream()
                .filter(one -> one.theirs().equalsIgnoreCase(known))
                .findFirst();
        if (row.isEmpty()) {
            throw new NoCounterpart("the initializer " + name + " is not there");
        }
        Map<String, Object> values =
                new LinkedHashMap<>(Map.of("value", row.get().ours()));
        row.get().parameters().forEach((ours, theirs) -> {
            Object given = config.get(theirs);
            if (given != null) {
                values.put(ours, given instanceof String word ? word.toUpperCase(Locale.ROOT) : given);
            }
        });
        return Init.Spec.DEFINITION.read(values);
    }

    static Map<String, @Nullable Object> write(Init.Spec spec) {
        Row row = ROWS.stream()
                .filter(one -> one.ours() == spec.value())
                .findFirst()
                .orElseThrow();
        Map<String, Object> attributes = spec.attributes();
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        row.parameters().forEach((ours, theirs) -> {
            Object value = attributes.get(ours);
            config.put(theirs, value instanceof Enum<?> constant ? Words.of(constant) : value);
        });
        return Json.sorted("keras.initializers", row.theirs(), config);
    }
}
