package dev.plumb.keras;

import java.util.Locale;

/** How Keras turns the name of a class into one for files: {@code BatchNormalization} is {@code batch_normalization}. */
final class SnakeCase {
    private SnakeCase() {}

    static String of(String className) {
        return className
                .replaceAll("\\W", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
