package dev.plumb.io;

import dev.plumb.graph.file.MalformedFileException;
import java.util.Map;

/** {@link dev.plumb.graph.file.Json}, with the exception of this package. */
final class Json {
    private Json() {}

    /**
     * The text of bytes in UTF-8.
     *
     * @throws FormatException if they are not
     */
    static String text(byte[] bytes) throws FormatException {
        try {
            return dev.plumb.graph.file.Json.text(bytes);
        } catch (MalformedFileException e) {
            throw new FormatException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The object that a text holds, and nothing else.
     *
     * @throws FormatException if it holds anything else
     */
    static Map<String, Object> object(String text) throws FormatException {
        try {
            return dev.plumb.graph.file.Json.object(text);
        } catch (MalformedFileException e) {
            throw new FormatException(String.valueOf(e.getMessage()), e);
        }
    }
}
