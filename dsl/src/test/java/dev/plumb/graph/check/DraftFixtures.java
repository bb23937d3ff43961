package dev.plumb.graph.check;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Models of random layers, kept as trees; the class DraftSample among the processor's tests has written them. */
final class DraftFixtures {
    private DraftFixtures() {}

    /** Models that are right. */
    static List<Map<String, Object>> sound() {
        return read("sound");
    }

    /** Models with one or more problems. */
    static List<Map<String, Object>> broken() {
        return read("broken");
    }

    /** Both. */
    static List<Map<String, Object>> all() {
        return Stream.concat(sound().stream(), broken().stream()).toList();
    }

    /** The tree as the fixtures hold it. */
    static String line(Map<String, Object> tree) {
        try {
            return JSON.std.asString(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(tree.toString(), e);
        }
    }

    private static List<Map<String, Object>> read(String name) {
        try (InputStream file = DraftFixtures.class.getResourceAsStream("/drafts/" + name + ".jsonl")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(DraftFixtures::tree).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static Map<String, Object> tree(String line) {
        try {
            return JSON.std.mapFrom(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
