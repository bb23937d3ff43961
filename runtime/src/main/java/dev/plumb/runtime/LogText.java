package dev.plumb.runtime;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reported values as Keras 3 prints them. */
final class LogText {
    private LogText() {}

    /** Four digits: fixed above 1e-3, scientific below; {@code inf} and {@code nan} as Python prints them. */
    static String value(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        // A value of exactly 1e-3 takes Keras' second branch.
        return String.format(Locale.ROOT, Math.abs(value) > 1e-3 ? "%.4f" : "%.4e", value);
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
