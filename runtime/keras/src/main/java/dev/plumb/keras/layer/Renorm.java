package dev.plumb.keras.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of batch renormalization. In Keras the limits are one option, a dictionary; here each is an attribute. They mean something only where {@code renorm} is true, and are said only there. */
final class Renorm {
    private static final String SWITCH = "renorm";
    private static final String MOMENTUM = "renorm_momentum";
    private static final String LIMITS = "renorm_clipping";
    private static final String PREFIX = "renorm_";
    private static final List<String> NAMES = List.of("rmin", "rmax", "dmax");

    private Renorm() {}

    /** Whether an option stands in a dictionary in Keras. */
    static boolean isLimit(String option) {
        return option.startsWith(PREFIX) && NAMES.contains(option.substring(PREFIX.length()));
    }

    /** Takes the limits out of their dictionary. */
    static void read(Map<String, @Nullable Object> options) {
        Object limits = options.remove(LIMITS);
        if (!Boolean.TRUE.equals(options.get(SWITCH))) {
            options.remove(SWITCH);
            options.remove(MOMENTUM);
        } else if (limits instanceof Map<?, ?> said) {
            said.forEach((limit, value) -> options.put(PREFIX + limit, value));
        }
    }

    /** Puts the limits into their dictionary. */
    static void write(Map<String, @Nullable Object> config) {
        if (!config.containsKey(SWITCH)) {
            return;
        }
        boolean isOn = Boolean.TRUE.equals(config.get(SWITCH));
        Map<String, Object> limits = new LinkedHashMap<>();
        for (String name : NAMES) {
            Object value = config.remove(PREFIX + name);
            if (value instanceof Number limit && Double.isFinite(limit.doubleValue())) {
                limits.put(name, limit);
            }
        }
        if (isOn) {
            config.put(LIMITS, limits);
        } else {
            config.remove(SWITCH);
            config.remove(MOMENTUM);
        }
    }
}
