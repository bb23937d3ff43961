package dev.plumb.keras.optimizer;

import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an optimizer or a schedule of Keras was made with, by the names of its options. What was not asked for at the end is unknown here. */
final class Options {
    private final Map<String, @Nullable Object> config;
    private final Set<String> asked = new HashSet<>(Set.of("name"));

    Options(Map<String, @Nullable Object> config) {
        this.config = config;
    }

    /** An option that may be {@code null}, or missing. */
    Optional<Object> find(String option) {
        asked.add(option);
        return Optional.ofNullable(config.get(option));
    }

    Optional<Double> findNumber(String option) throws NoCounterpart {
        Optional<Object> found = find(option);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!(found.get() instanceof Number number)) {
            throw new NoCounterpart("its option " + option + " is " + Json.shown(found.get()) + ", expected a number");
        }
        return Optional.of(shortest(number));
    }

    double number(String option) throws NoCounterpart {
        return findNumber(option).orElseThrow(() -> new NoCounterpart("its option " + option + " is missing"));
    }

    long whole(String option) throws NoCounterpart {
        double number = number(option);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw new NoCounterpart("its option " + option + " is " + number + ", expected a whole number");
        }
        return (long) number;
    }

    boolean isTrue(String option) throws NoCounterpart {
        Object said = find(option).orElse(false);
        if (!(said instanceof Boolean truth)) {
            throw new NoCounterpart("its option " + option + " is " + Json.shown(said) + ", expected true or false");
        }
        return truth;
    }

    /** Options that change nothing here, whatever they are. */
    Options ignoring(String... options) {
        asked.addAll(Set.of(options));
        return this;
    }

    /** Refuses what was not asked for, unless it says nothing. */
    void requireAllKnown() throws NoCounterpart {
        for (Map.Entry<String, @Nullable Object> option : config.entrySet()) {
            Object value = option.getValue();
            if (!asked.contains(option.getKey()) && value != null && !value.equals(false)) {
                throw new NoCounterpart(
                        "its option " + option.getKey() + " is " + Json.shown(value) + ", and is not known here");
            }
        }
    }

    /** Keras writes float32 numbers as doubles: 0.001 as 0.0010000000474974513. */
    private static double shortest(Number number) {
        double value = number.doubleValue();
        return (float) value == value ? Double.parseDouble(Float.toString((float) value)) : value;
    }
}
