package dev.plumb.runtime;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reported values as Keras 3 prints them. */
final class LogText {
    private LogText() {}

    /** Four digits: fixed above 1e-3, scientific below. */
    static String value(double value) {
        // A value of exactly 1e-3, NaN and infinities take Keras' second branch; %e prints the latter two by name.
        return Math.abs(value) > 1e-3
                ? String.format(Locale.ROOT, Double.isInfinite(value) ? "%f" : "%.4f", value)
                : String.format(Locale.ROOT, "%.4e", value);
    }

    /** {@code  - accuracy: 0.9000 - loss: 0.3000}: sorted by name, each with the separator before it. */
    static String values(Map<String, Double> values) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values)
                .forEach((name, value) ->
                        text.append(" - ").append(name).append(": ").append(value(value)));
        return text.toString();
    }
}
