package dev.plumb.keras.layer;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names of attributes: {@code kernelSize} here is {@code kernel_size} in Keras. */
final class Names {
    private static final Pattern LETTER = Pattern.compile("_([a-z])");

    private Names() {}

    /** The option of an attribute. */
    static String option(String attribute) {
        return attribute.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** The attribute of an option. */
    static String attribute(String option) {
        return LETTER.matcher(option)
                .replaceAll((MatchResult match) -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
