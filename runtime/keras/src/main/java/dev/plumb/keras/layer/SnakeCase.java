package dev.plumb.keras.layer;

import java.util.Locale;
import java.util.Map;

/** How Keras turns the name of a class into one for files: {@code BatchNormalization} is {@code batch_normalization}. */
public final class SnakeCase {
    /** Classes that Keras publishes under another name than their own; files of weights have their own. */
    private static final Map<String, String> OWN = Map.of("GroupQueryAttention", "GroupedQueryAttention");

    private SnakeCase() {}

    /** The name of a class in a file of weights. */
    public static String of(String className) {
        return OWN.getOrDefault(className, className)
                .replaceAll("\\W", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
