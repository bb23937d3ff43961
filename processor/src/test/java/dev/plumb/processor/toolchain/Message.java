package dev.plumb.processor.toolchain;

/**
 * What a compiler said about one place.
 *
 * @param file relative to the folder of the sources, or "" if the message has no place
 * @param line 1 for the first, 0 if unknown
 * @param column 1 for the first, 0 if unknown
 * @param text all of its lines, without the source that is shown between them and without indentation
 */
public record Message(String file, long line, long column, String text) {

    /** Place and first line: {@code Digits.java:9: [plumb/…] …}. */
    public String headline() {
        return file + ":" + line + ": " + text.lines().findFirst().orElse("");
    }

    /** The same message in another column. */
    Message at(long other) {
        return new Message(file, line, other, text);
    }

    /** The lines of a text without indentation: compilers indent the lines below the first as they like. */
    static String unindented(String text) {
        return text.lines().map(String::strip).reduce((a, b) -> a + "\n" + b).orElse("");
    }
}
