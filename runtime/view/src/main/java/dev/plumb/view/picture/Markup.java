package dev.plumb.view.picture;

/** Text in XML and HTML: names of models and layers are anything that somebody typed, and must not become elements, attributes or scripts. */
public final class Markup {
    private Markup() {}

    /** Text that can stand between tags and between double or single quotes. What XML cannot hold (1.0, section 2.2) becomes a replacement character. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(letter -> append(escaped, letter));
        return escaped.toString();
    }

    private static void append(StringBuilder to, int letter) {
        switch (letter) {
            case '&' -> to.append("&amp;");
            case '<' -> to.append("&lt;");
            case '>' -> to.append("&gt;");
            case '"' -> to.append("&quot;");
            case '\'' -> to.append("&#39;");
            default -> to.appendCodePoint(isAllowed(letter) ? letter : 0xFFFD);
        }
    }

    private static boolean isAllowed(int letter) {
        return letter == '\t'
                || letter == '\n'
                || letter == '\r'
                || letter >= 0x20 && letter <= 0xD7FF
                || letter >= 0xE000 && letter <= 0xFFFD
                || letter >= 0x10000;
    }
}
