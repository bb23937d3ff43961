package dev.plumb.csv;

import dev.plumb.array.InputException;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a file writes its numbers: with which sign before the decimals, and which between groups of three digits, if there is one. */
final class Notation {
    private static final char POINT = '.';

    /** As Java writes them. */
    static final Notation PLAIN = new Notation(POINT, Optional.empty());

    private final char decimal;
    private final Optional<String> thousands;
    private final Pattern number;

    private Notation(char decimal, Optional<String> thousands) {
        this.decimal = decimal;
        this.thousands = thousands;
        String grouped = thousands
                .map(sign -> "[0-9]{1,3}(" + Pattern.quote(sign) + "[0-9]{3})+|")
                .orElse("");
        String decimals = Pattern.quote(String.valueOf(decimal)) + "[0-9]*";
        this.number = Pattern.compile("[-+]?(" + grouped + "[0-9]*)(" + decimals + ")?([eE][-+]?[0-9]+)?");
    }

    /**
     * With this before the decimals.
     *
     * @throws InputException if it is none, or that of thousands
     */
    Notation decimal(char sign) {
        return of("decimal", sign, sign, thousands);
    }

    /**
     * With this between groups of three digits.
     *
     * @throws InputException if it is none, or that before the decimals
     */
    Notation thousands(char sign) {
        return of("thousands", sign, decimal, Optional.of(String.valueOf(sign)));
    }

    private static Notation of(String kind, char sign, char decimal, Optional<String> thousands) {
        if (Character.isLetterOrDigit(sign) || sign == '-' || sign == '+' || Character.isISOControl(sign)) {
            throw new InputException("the " + kind
                    + " separator of a CSV file is no letter, digit, sign or line end, found '" + sign + "'");
        }
        if (thousands.equals(Optional.of(String.valueOf(decimal)))) {
            throw new InputException(
                    "'" + sign + "' cannot be the decimal and the thousands separator of a CSV file at once");
        }
        return new Notation(decimal, thousands);
    }

    /**
     * The same number as Java writes it. Words, such as true, are left as they are.
     *
     * @throws InputException if it is a number of another notation, or none; without the place of the value, which the caller knows
     */
    String plain(String text) {
        if (decimal == POINT && thousands.isEmpty()) {
            return text;
        }
        String stripped = text.strip();
        if (stripped.chars().noneMatch(Character::isDigit)) {
            return text;
        }
        if (!number.matcher(stripped).matches()) {
            throw new InputException("expected a number with '" + decimal + "' before its decimals"
                    + thousands
                            .map(sign -> " and '" + sign + "' between groups of three digits")
                            .orElse("")
                    + ", as Csv says, found '" + text + "'");
        }
        return thousands
                .map(sign -> stripped.replace(sign, ""))
                .orElse(stripped)
                .replace(decimal, POINT);
    }
}
