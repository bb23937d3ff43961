package dev.plumb.io;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A line of a CSV file as RFC 4180 has it: fields with a comma, a quote or a line end in them are quoted, and their quotes doubled. */
public final class CsvLine {
    private static final char QUOTE = '"';

    private CsvLine() {}

    /** The line, without its end. */
    public static String of(List<String> fields) {
        return fields.stream().map(CsvLine::field).collect(Collectors.joining(","));
    }

    private static String field(String text) {
        boolean isPlain = text.chars()
                .noneMatch(
                        character -> character == ',' || character == QUOTE || character == '\n' || character == '\r');
        return isPlain ? text : QUOTE + text.replace("\"", "\"\"") + QUOTE;
    }

    /** The fields of the next line, which may be one empty field. Whatever stands behind a closing quote is a part of its field. */
    public static List<String> read(Reader text) throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        boolean mayBeDoubled = false;
        for (int next = text.read(); next >= 0; next = text.read()) {
            char character = (char) next;
            if (character == QUOTE) {
                if (mayBeDoubled) {
                    field.append(QUOTE);
                }
                mayBeDoubled = isQuoted;
                isQuoted = !isQuoted;
                continue;
            }
            mayBeDoubled = false;
            if (!isQuoted && character == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (!isQuoted && (character == '\n' || character == '\r')) {
                break;
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
