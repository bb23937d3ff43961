package dev.plumb.data;

/** What the author of a text that is no number to Java has probably meant by it. */
final class NumberHints {
    private static final String DIGITS = "[-+]?[0-9]+";
    private static final String GROUPS = "[-+]?[0-9]{1,3}";

    private NumberHints() {}

    /** A colon and what reads the text as a number, or nothing. */
    static String of(String text) {
        if (text.matches(GROUPS + ",[0-9]{3}")) {
            return ": its comma is for Csv.decimalSeparator(',') a decimal sign, for Csv.thousandsSeparator(',') one of"
                    + " thousands";
        }
        if (text.matches(DIGITS + ",[0-9]+|[-+]?,[0-9]+")) {
            return ": its decimal sign is a comma, which Csv.decimalSeparator(',') reads";
        }
        if (text.matches(GROUPS + "(\\.[0-9]{3})+,[0-9]+")) {
            return ": its decimal sign is a comma, and points part thousands, which"
                    + " Csv.decimalSeparator(',').thousandsSeparator('.') reads";
        }
        if (text.matches(GROUPS + "(\\.[0-9]{3}){2,}")) {
            return ": points part its thousands, which Csv.thousandsSeparator('.') reads, beside decimalSeparator(',')";
        }
        if (text.matches(GROUPS + "(,[0-9]{3})+(\\.[0-9]+)?")) {
            return ": commas part its thousands, which Csv.thousandsSeparator(',') reads";
        }
        if (text.matches(GROUPS + "([ '\u2019\u00a0\u202f])[0-9]{3}(\\1[0-9]{3})*([.,][0-9]+)?")) {
            char separator = text.replaceFirst(DIGITS, "").charAt(0);
            return ": Csv.thousandsSeparator('" + shown(separator) + "') reads its groups of digits"
                    + (text.indexOf(',') < 0 ? "" : ", decimalSeparator(',') its comma");
        }
        return "";
    }

    /** What is no plain space looks like one in a message, so it is written as in Java. */
    private static String shown(char separator) {
        return switch (separator) {
            case '\'' -> "\\'";
            case '\u00a0' -> "\\u00a0";
            case '\u202f' -> "\\u202f";
            default -> String.valueOf(separator);
        };
    }
}
