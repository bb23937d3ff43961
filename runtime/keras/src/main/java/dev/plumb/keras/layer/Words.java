package dev.plumb.keras.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.ScoreMode;
import dev.plumb.dsl.Splitting;
import dev.plumb.dsl.Standardization;
import dev.plumb.dsl.WindowFunction;
import dev.plumb.dsl.WindowScaling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Constants as Keras spells them: their names in lower case, but for these. */
final class Words {
    private static final Map<Enum<?>, String> OTHERS = Map.of(
            FillMode.EDGE, "nearest",
            FillMode.FILL_VALUE, "constant",
            ScoreMode.DOT_SCORE, "dot",
            ScoreMode.CONCAT_SCORE, "concat");

    /** What Keras says by saying nothing. */
    private static final List<Enum<?>> NOTHING = List.of(
            MergeMode.SEPARATE,
            Standardization.UNCHANGED,
            Splitting.WHOLE,
            WindowFunction.NO_WINDOW,
            WindowScaling.UNSCALED,
            ActivationFunction.LINEAR);

    /** Further names that Keras takes. */
    private static final Map<String, String> ALIASES = Map.of("swish", "silu", "hard_swish", "hard_silu");

    private Words() {}

    /** The word for a constant; none where Keras has {@code null}. */
    static @Nullable String of(Enum<?> constant) {
        return constant != ActivationFunction.LINEAR && NOTHING.contains(constant)
                ? null
                : OTHERS.getOrDefault(constant, constant.name().toLowerCase(Locale.ROOT));
    }

    /** The constant for a word. */
    static Optional<Enum<?>> constant(Class<?> type, @Nullable Object word) {
        Stream<Enum<?>> constants = Arrays.stream(type.getEnumConstants()).map(constant -> (Enum<?>) constant);
        if (word == null) {
            return constants.filter(NOTHING::contains).findFirst();
        }
        String said = ALIASES.getOrDefault(word.toString(), word.toString());
        return constants.filter(constant -> Objects.equals(of(constant), said)).findFirst();
    }

    /** All words for constants of a type. */
    static List<String> all(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> String.valueOf(of((Enum<?>) constant)))
                .toList();
    }
}
