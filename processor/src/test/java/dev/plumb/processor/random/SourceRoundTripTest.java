package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.source.ModelForm;
import dev.plumb.source.ModelSource;
import dev.plumb.source.SourceFile;
import dev.plumb.source.SourceStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A graph becomes source, the source compiles without a word, and what it denotes is the graph. */
final class SourceRoundTripTest {
    /** {@code -Dround.trips=1000} for more. */
    private static final int MODELS = Integer.getInteger("round.trips", 150);

    private static final long SEED = Long.getLong("models.seed", 2026);

    @ParameterizedTest
    @EnumSource(ModelForm.class)
    void randomModelsComeBack(ModelForm form) {
        Map<String, ModelSource> written = new LinkedHashMap<>();
        Map<String, Graph> graphs = new LinkedHashMap<>();
        long first = new Random(SEED + form.ordinal()).nextInt(1_000_000) * 1_000L;
        for (int i = 0; i < MODELS; i++) {
            String name = "Model" + i;
            Verdict.atRunTime(RandomModels.of(first + i)).graph().ifPresent(graph -> {
                graphs.put(name, graph);
                written.put(
                        name,
                        ModelSource.of(
                                graph, SourceStyle.inPackage("trip").named(name).as(form)));
            });
        }
        assertTrue(written.size() > MODELS / 3, "only " + written.size());
        Compiled compiled = Compiled.quietly(sources(written.values()), Map.of());
        written.forEach((name, source) -> {
            String text = "\n" + source.files().get(0).text();
            Graph again = compiled.graphOf("trip." + name + "Model");
            assertEquals(source.graph(), again, text);
            assertSame(graphs.get(name), source, again, text);
        });
    }

    private static Map<String, String> sources(Iterable<ModelSource> written) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (ModelSource source : written) {
            for (SourceFile file : source.files()) {
                String name = file.path().toString().replace('/', '.').replaceFirst("\\.java$", "");
                assertEquals(null, sources.put(name, file.text()), name);
            }
        }
        return sources;
    }

    /** What is computed is the same; an output that is none in source goes through a layer that passes it on. */
    private static void assertSame(Graph before, ModelSource source, Graph after, String text) {
        assertEquals(layers(before, UnaryOperator.identity()), layers(after, source.names()::original), text);
        assertEquals(outputs(before), outputs(after), text);
    }

    private static List<String> layers(Graph graph, UnaryOperator<String> names) {
        return graph.nodes().stream()
                .filter(node -> !node.spec().layerName().equals("Identity"))
                .map(node -> layer(node, names))
                .sorted()
                .toList();
    }

    private static String layer(Node node, UnaryOperator<String> names) {
        String inputs = node.inputs().stream()
                .map(wire -> names.apply(wire.source()) + "." + wire.output())
                .collect(Collectors.joining(" "));
        return names.apply(node.name()) + " " + node.spec() + " " + inputs + " " + names.apply(node.sharing()) + " "
                + node.trainable();
    }

    private static List<String> outputs(Graph graph) {
        return graph.outputs().stream()
                .map(output -> output.type() + " " + output.loss() + " " + output.metrics())
                .toList();
    }
}
