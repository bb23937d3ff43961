package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In how many models each layer, and each of its options with another value than the default, came in from a file of Keras, and went out into one that Keras opened: counted from the models of the
 * fixtures and from what is recorded of those that were written, single layers ({@link WrittenCase}) included. {@code -Dcoverage.update=true} writes it anew; docs/coverage.md shows it.
 */
final class KerasCoverageTest {
    private static final Path FIXTURES = Path.of("src/test/resources/keras");
    private static final Path COVERAGE = FIXTURES.resolve("coverage.json");

    /** Archives of models of Keras, and what is recorded of them when they were written here. */
    private static final Map<String, String> ARCHIVES = Map.of(
            "models.zip", "written.json",
            "adapted.zip", "written_adapted.json",
            "optimizers.zip", "written_optimizers.json");

    @TempDir
    Path folder;

    private final Map<String, Map<String, Integer>> in = new TreeMap<>();
    private final Map<String, Map<String, Integer>> out = new TreeMap<>();

    @Test
    void thePageHasWhatIsCounted() throws IOException {
        for (Map.Entry<String, String> archive : ARCHIVES.entrySet()) {
            Set<String> opened = JSON.std
                    .mapFrom(Files.readString(FIXTURES.resolve(archive.getValue())))
                    .keySet();
            FixtureArchive models = FixtureArchive.of(archive.getKey());
            for (String name : models.names(".keras").stream()
                    .filter(model -> !model.contains("."))
                    .toList()) {
                Graph graph =
                        KerasModel.read(models.file(name + ".keras", folder)).graph();
                count(graph, in);
                if (opened.contains(name)) {
                    count(graph, out);
                }
            }
        }
        Set<String> written = JSON.std
                .mapFrom(Files.readString(FIXTURES.resolve("written.json")))
                .keySet();
        for (String name :
                GraphsToWrite.names().stream().filter(written::contains).toList()) {
            count(GraphsToWrite.network(name).graph(), out);
        }
        Set<String> agreed = WrittenLayersTest.recorded().keySet();
        for (WrittenCase layer : WrittenCase.all()) {
            if (agreed.contains(
                    layer.name())) { // what Keras then says of it comes in as the same, says WrittenLayersTest
                count(layer.layer().model().graph(), in);
                count(layer.layer().model().graph(), out);
            }
        }
        String counted =
                JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(new TreeMap<>(Map.of("in", in, "out", out)));
        if (Boolean.getBoolean("coverage.update")) {
            Files.writeString(COVERAGE, counted + "\n");
        }
        assertEquals(
                JSON.std.mapFrom(Files.readString(COVERAGE)),
                JSON.std.mapFrom(counted),
                "-Dcoverage.update=true writes it anew");
    }

    /** A model counts once for a layer, and once for each of its options. */
    private static void count(Graph graph, Map<String, Map<String, Integer>> counts) {
        Set<List<String>> seen = new HashSet<>();
        graph.nodes().forEach(node -> collect(node.spec(), seen));
        seen.forEach(each ->
                counts.computeIfAbsent(each.get(0), layer -> new TreeMap<>()).merge(each.get(1), 1, Integer::sum));
    }

    private static void collect(LayerSpec layer, Set<List<String>> seen) {
        seen.add(List.of(layer.layerName(), ""));
        layer.nonDefaultAttributes().keySet().forEach(option -> seen.add(List.of(layer.layerName(), option)));
        if (layer instanceof WrapperSpec wrapper) {
            collect(wrapper.layer(), seen);
        }
    }
}
