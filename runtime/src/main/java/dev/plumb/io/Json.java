package dev.plumb.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/** JSON from files that nobody vouches for. */
final class Json {
    /** Rejects a name that occurs twice: readers would differ in which value they take. */
    private static final JSON STRICT = JSON.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
            .build();

    private Json() {}

    /**
     * The object that a text holds.
     *
     * @param where for the message
     * @throws FormatException if it holds anything else
     */
    static Map<String, Object> object(String text, String where) throws FormatException {
        try {
            Map<String, Object> object = STRICT.mapFrom(text);
            if (object != null) {
                return object;
            }
        } catch (IOException | RuntimeException e) {
            throw new FormatException(where + " is not a JSON object: " + e.getMessage(), e);
        }
        throw new FormatException(where + " is not a JSON object");
    }
}
