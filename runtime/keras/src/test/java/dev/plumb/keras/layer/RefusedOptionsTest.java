package dev.plumb.keras.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.layer.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Options of Keras at which the reader refuses a layer have a row each in docs/reference.md, with the layers that have them, and no other option has one. */
final class RefusedOptionsTest {
    private static final Path PAGE = Path.of("../../docs/reference.md");
    private static final Path LAYERS = Path.of("src/test/resources/keras/layers.json");

    /** The first cell of a row: options, then the layers that have them, or in words which. */
    private static final Pattern ROW = Pattern.compile(
            "^\\| ((?:`\\w+`(?:, )?)+) of ((?:`\\w+`(?:, )?)+|any layer|recurrent layers) \\| [^|]+ \\|$");

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void eachHasARow() throws IOException {
        Map<String, Set<String>> known = refusable();
        Map<String, Set<String>> written = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                names(row.group(1)).forEach(option -> written.put(option, new TreeSet<>(names(row.group(2)))));
            }
        }
        assertEquals(known.keySet(), written.keySet(), "the options that have a row in " + PAGE);
        written.values().removeIf(Set::isEmpty); // any layer
        written.forEach(
                (option, layers) -> assertEquals(known.get(option), layers, "the layers in the row of " + option));
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
    }

    /** The options that the reader refuses at some values, and the layers here that have them in Keras. */
    private static Map<String, Set<String>> refusable() throws IOException {
        Map<String, Set<String>> options = new TreeMap<>();
        JSON.std.mapFrom(Files.readString(LAYERS)).forEach((layer, given) -> KerasLayers.rowOf(layer)
                .ifPresent(row -> Json.object(given).keySet().stream()
                        .filter(option ->
                                isNoAttribute(row, option) && Neutral.knows(option) && Neutral.isRefusable(option))
                        .forEach(option -> options.computeIfAbsent(option, any -> new TreeSet<>())
                                .add(layer))));
        return options;
    }

    private static boolean isNoAttribute(Row row, String option) {
        return Layers.find(row.layer()).orElseThrow().attributes().stream()
                .noneMatch(attribute -> row.option(attribute.name()).equals(option));
    }
}
