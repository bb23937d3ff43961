package dev.plumb.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON from files that nobody vouches for. */
final class Json {
    /** Rejects a name that occurs twice: readers would differ in which value they take. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JSON STRICT = JSON.builder(FACTORY)
            .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
            .build();

    private Json() {}

    /**
     * The text of bytes in UTF-8.
     *
     * @throws FormatException if they are not
     */
    static String text(byte[] bytes) throws FormatException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FormatException("it is not text in UTF-8", e);
        }
    }

    /**
     * The object that a text holds, and nothing else.
     *
     * @throws FormatException if it holds anything else
     */
    static Map<String, Object> object(String text) throws FormatException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Map<String, Object> object = STRICT.mapFrom(parser);
            if (object != null && parser.nextToken() == null) {
                return object;
            }
        } catch (IOException | RuntimeException e) {
            throw new FormatException("it is not a JSON object: " + reason(e), e);
        }
        throw new FormatException("it is not one JSON object and nothing else");
    }

    /** What the parser says, on one line and without its name for a text that has none. */
    private static String reason(Exception e) {
        return String.valueOf(e.getMessage())
                .replaceAll("\\[Source: [^;]*; (line: \\d+(?:, column: \\d+)?)\\]", "$1")
                .replaceAll("\\s+", " ");
    }
}
