package dev.plumb.processor.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of warnings: the values of the option {@code plumb.lint}. */
public enum LintLevel {
    /** They are problems: the model is broken. */
    ERROR,
    /** They are said. */
    WARN,
    /** They are not said. */
    OFF;

    /** The level of this name, in lower case. */
    public static Optional<LintLevel> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.label().equals(name))
                .findFirst();
    }

    /** The value of the option: {@code warn}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The model as it is at this level. */
    public CheckedModel apply(CheckedModel model) {
        return switch (this) {
            case ERROR -> model.withWarningsAsProblems();
            case WARN -> model;
            case OFF -> model.withoutWarnings();
        };
    }
}
