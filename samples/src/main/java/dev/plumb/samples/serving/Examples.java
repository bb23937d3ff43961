package dev.plumb.samples.serving;

import dev.plumb.graph.file.Json;
import dev.plumb.graph.file.MalformedFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Examples and predictions as JSON: an object with one list, whose rows are lists of numbers. */
final class Examples {
    /** What a message repeats of a request: so many characters of a text, so many names. */
    private static final int LONGEST = 40;

    private static final int MOST_NAMES = 5;

    private Examples() {}

    /**
     * The rows of a request.
     *
     * @param name under which they stand
     * @param size how many numbers each row has
     * @throws BadRequest if they are anything else
     */
    static float[][] read(byte[] body, String name, int size) throws BadRequest {
        String expected = "expected {\"" + name + "\": rows of " + size + " numbers each}";
        Map<String, Object> request;
        try {
            request = Json.object(Json.text(body));
        } catch (MalformedFileException e) {
            throw new BadRequest(expected + ": " + e.getMessage(), e);
        }
        if (!request.keySet().equals(Set.of(name))) {
            throw new BadRequest(expected + ", got an object with " + names(request.keySet()));
        }
        if (!(request.get(name) instanceof List<?> rows) || rows.isEmpty()) {
            throw new BadRequest(expected + ", '" + name + "' is no list of at least one row");
        }
        float[][] examples = new float[rows.size()][];
        for (int row = 0; row < examples.length; row++) {
            if (!(rows.get(row) instanceof List<?> numbers) || numbers.size() != size) {
                throw new BadRequest(expected + ", row " + row
                        + (rows.get(row) instanceof List<?> other ? " has " + other.size() : " is no list"));
            }
            examples[row] = new float[size];
            for (int index = 0; index < size; index++) {
                examples[row][index] = number(numbers.get(index), expected + ", number " + index + " of row " + row);
            }
        }
        return examples;
    }

    private static float number(@Nullable Object value, String place) throws BadRequest {
        if (value instanceof Number number && Float.isFinite(number.floatValue())) {
            return number.floatValue();
        }
        throw new BadRequest(place + " is " + shown(value));
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof String text) {
            return '"' + cut(text) + "\", a text";
        }
        if (value instanceof List<?>) {
            return "a list";
        }
        return value instanceof Map<?, ?> ? "an object" : cut(String.valueOf(value));
    }

    private static String names(Set<String> names) {
        return names.stream().limit(MOST_NAMES).map(Examples::cut).collect(Collectors.joining(", ", "[", ""))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more]" : "]");
    }

    /** The beginning of a text that somebody has sent. */
    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Rows under a name; what is no number is null, as JSON has no word for it. */
    static String write(String name, float[][] rows) {
        StringBuilder text = new StringBuilder("{\"").append(name).append("\": [");
        for (int row = 0; row < rows.length; row++) {
            text.append(row == 0 ? "[" : ", [");
            for (int index = 0; index < rows[row].length; index++) {
                float value = rows[row][index];
                text.append(index == 0 ? "" : ", ").append(Float.isFinite(value) ? Float.toString(value) : "null");
            }
            text.append(']');
        }
        return text.append("]}").toString();
    }
}
