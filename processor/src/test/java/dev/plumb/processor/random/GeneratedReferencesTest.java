package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What generated classes call stays: those that users have compiled run with every later version. */
final class GeneratedReferencesTest {
    private static final Path LIST = Path.of("src/test/resources/compatibility/generated-references.txt");
    private static final Path SAMPLES = Path.of("../samples/src/main/java");
    private static final Pattern MODEL = Pattern.compile("(?m)^@(Model|Sequential|Block|Layer|Signature)\\b");

    private static final int DRAWN = 1_000;

    @Test
    void whatCompiledClassesCallIsThere() throws IOException {
        List<String> gone = Files.readAllLines(LIST).stream()
                .filter(line -> !Reference.parse(line).exists())
                .toList();
        assertEquals(List.of(), gone, "classes that were generated before no longer run");
    }

    /** After a wanted change of generated code: {@code -Dreferences.update=true} adds to the list; what is there stays. */
    @Test
    void whatGeneratedClassesCallIsListed(@TempDir Path folder) throws IOException {
        Compiled.ofSources(sources()).writeTo(folder);
        SortedSet<String> listed = new TreeSet<>(Files.readAllLines(LIST));
        SortedSet<String> called = LanguageReferences.all();
        called.addAll(Reference.from(folder));
        if (Boolean.getBoolean("references.update")) {
            listed.addAll(called);
            Files.writeString(LIST, String.join("\n", listed) + "\n", StandardCharsets.UTF_8);
        }
        called.removeAll(listed);
        assertEquals(Set.of(), called, "not in " + LIST + " yet: -Dreferences.update=true adds them");
        assertTrue(Files.readString(LIST).equals(String.join("\n", listed) + "\n"), "sorted, each line once");
    }

    @Test
    void whatIsGoneOrChangedIsFound() {
        String network = "dev/plumb/runtime/Network.create:(Ldev/plumb/graph/Graph;J)Ldev/plumb/runtime/Network;";
        assertTrue(Reference.parse("invokestatic " + network).exists());
        assertFalse(Reference.parse("invokevirtual " + network).exists(), "no longer static");
        assertFalse(Reference.parse("invokestatic interface " + network).exists(), "no longer an interface");
        assertFalse(Reference.parse("invokestatic " + network.replace("create", "make"))
                .exists());
        assertFalse(
                Reference.parse("invokestatic " + network.replace("J)", "I)")).exists());
        assertFalse(Reference.parse("invokestatic " + network.replace("runtime", "running"))
                .exists());
        String constant = "getstatic dev/plumb/dsl/Metric.ACCURACY:Ldev/plumb/dsl/Metric;";
        assertTrue(Reference.parse(constant).exists());
        assertFalse(Reference.parse(constant.replace("ACCURACY", "PRECISENESS")).exists());
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        drafts().forEach(draft -> sources.put(ModelSource.PACKAGE + "." + draft.name(), ModelSource.of(draft)));
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String source = Files.readString(file);
                if (MODEL.matcher(source).find()) {
                    sources.put(
                            SAMPLES.relativize(file)
                                    .toString()
                                    .replaceAll("\\.java$", "")
                                    .replace('/', '.'),
                            source);
                }
            }
        }
        return sources;
    }

    /** Models that are right, each with something that no one before it has: an input of another kind, a loss, a metric. */
    private static List<Draft> drafts() {
        Set<String> seen = new HashSet<>();
        return LongStream.range(0, DRAWN)
                .mapToObj(RandomModels::of)
                .flatMap(draft -> graph(draft).stream())
                .filter(graph -> seen.addAll(things(graph)))
                .map(Graph::draft)
                .toList();
    }

    private static Optional<Graph> graph(Draft draft) {
        try {
            return Optional.of(GraphChecker.graph(draft));
        } catch (GraphException broken) {
            return Optional.empty();
        }
    }

    private static Set<String> things(Graph graph) {
        Set<String> things = new TreeSet<>();
        things.add(graph.inputs().size() + " inputs, " + graph.outputs().size() + " outputs");
        graph.inputs()
                .forEach(input -> things.add(
                        input.type().dtype() + " of rank " + input.type().rank()));
        graph.nodes().stream()
                .flatMap(node -> node.inputs().stream())
                .filter(wire -> !wire.output().isEmpty())
                .forEach(wire -> things.add("a further output"));
        for (Graph.Output output : graph.outputs()) {
            output.loss()
                    .ifPresent(loss -> things.addAll(loss.nonDefaultAttributes().keySet()));
            if (!output.metrics().isEmpty()) {
                things.add("metrics");
            }
        }
        return things;
    }
}
