package dev.plumb.io;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The fields of a JSON object by name, each of the type that it has to be. */
record Fields(Map<String, Object> values) {
    private static final int LONGEST_SHOWN = 80;

    /** Throws a {@link FormatException} if there are others than these. */
    void only(Set<String> known) throws FormatException {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new FormatException("it has the unknown field '" + name + "'" + Similar.hint(name, known));
            }
        }
    }

    String text(String name) throws FormatException {
        if (values.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw wrong(name, "a text");
    }

    /** A number of at least this. */
    long whole(String name, long least) throws FormatException {
        return whole(values.get(name)).stream()
                .filter(number -> number >= least)
                .findFirst()
                .orElseThrow(() -> wrong(name, "a whole number from " + least));
    }

    /** A 64-bit number, written as text: not every reader of JSON knows numbers beyond 2^53. */
    long longText(String name) throws FormatException {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a 64-bit number as text");
        }
    }

    /** Texts, none of them twice. */
    List<String> texts(String name) throws FormatException {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> items) {
            for (Object item : items) {
                if (!(item instanceof String text) || text.isEmpty()) {
                    throw wrong(name, "a list of texts");
                }
                texts.add(text);
            }
            if (new HashSet<>(texts).size() == texts.size()) {
                return texts;
            }
        }
        throw wrong(name, "a list of different texts");
    }

    /** Objects. */
    List<Fields> objects(String name) throws FormatException {
        List<Fields> objects = new ArrayList<>();
        if (values.get(name) instanceof List<?> items) {
            for (Object item : items) {
                if (!(item instanceof Map<?, ?> entries)) {
                    throw wrong(name, "a list of objects");
                }
                Map<String, Object> fields = new LinkedHashMap<>();
                entries.forEach((key, value) -> fields.put(key.toString(), value));
                objects.add(new Fields(fields));
            }
            return objects;
        }
        throw wrong(name, "a list of objects");
    }

    /** Numbers by name. */
    Map<String, Double> numbers(String name) throws FormatException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (!(entry.getValue() instanceof Number number)) {
                    throw wrong(name, "an object of numbers");
                }
                numbers.put(entry.getKey().toString(), number.doubleValue());
            }
            return numbers;
        }
        throw wrong(name, "an object of numbers");
    }

    /** A whole number of at most 64 bits; empty if the value is anything else. */
    static OptionalLong whole(Object value) {
        return value instanceof Integer || value instanceof Long
                ? OptionalLong.of(((Number) value).longValue())
                : OptionalLong.empty();
    }

    /** Texts, also the same several times. */
    List<String> list(String name) throws FormatException {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> items) {
            for (Object item : items) {
                if (!(item instanceof String text)) {
                    throw wrong(name, "a list of texts");
                }
                texts.add(text);
            }
            return texts;
        }
        throw wrong(name, "a list of texts");
    }

    /** Texts by name. */
    Map<String, String> textByName(String name) throws FormatException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (!(entry.getValue() instanceof String text)) {
                    throw new FormatException("its field '" + name + "' has " + entry.getKey() + " = "
                            + entry.getValue() + ", expected an object of texts");
                }
                texts.put(entry.getKey().toString(), text);
            }
            return texts;
        }
        throw wrong(name, "an object of texts");
    }

    private FormatException wrong(String name, String expected) {
        String found = String.valueOf(values.get(name));
        String shown = found.length() <= LONGEST_SHOWN ? found : found.substring(0, LONGEST_SHOWN) + "…";
        return new FormatException("its field '" + name + "' is " + shown + ", expected " + expected);
    }
}
