package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.processor.toolchain.Project;
import dev.plumb.processor.toolchain.Toolchain;
import dev.plumb.source.ModelForm;
import dev.plumb.source.ModelSource;
import dev.plumb.source.SourceFile;
import dev.plumb.source.SourceLanguage;
import dev.plumb.source.SourceStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A graph becomes source, the source compiles without a word, and what it denotes is the graph. */
final class SourceRoundTripTest {
    /** {@code -Dround.trips=1000} for more. */
    private static final int MODELS = Integer.getInteger("round.trips", 150);

    private static final int KOTLIN_MODELS = 20;
    private static final long SEED = Long.getLong("models.seed", 2026);

    @ParameterizedTest
    @EnumSource(ModelForm.class)
    void randomModelsComeBack(ModelForm form) {
        Map<String, ModelSource> written = new LinkedHashMap<>();
        Map<String, Graph> graphs = new LinkedHashMap<>();
        long first = new Random(SEED + form.name().hashCode()).nextInt(1_000_000) * 1_000L;
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

    /** In Kotlin it is the same model: the class that is generated for it is the same, line by line. */
    @Test
    void kotlinSaysTheSame(@TempDir Path folder) {
        Project java = Project.in(folder.resolve("java"));
        Project kotlin = Project.in(folder.resolve("kotlin"));
        List<String> names = new ArrayList<>();
        SourceStyle blocks = SourceStyle.inPackage("trip").named("Stages").withBlocks();
        ModelSource stages = ModelSource.of(stages(), blocks);
        assertEquals(2, stages.files().size(), "a model and a block");
        add(java, stages);
        add(kotlin, ModelSource.of(stages(), blocks.in(SourceLanguage.KOTLIN)));
        String block = stages.files().get(1).path().toString().replace(".java", "Layer.java");
        names.add("Stages");
        for (int i = 0; i < KOTLIN_MODELS; i++) {
            String name = "Model" + i;
            Verdict.atRunTime(RandomModels.of(SEED + i)).graph().ifPresent(graph -> {
                names.add(name);
                SourceStyle style = SourceStyle.inPackage("trip").named(name);
                add(java, ModelSource.of(graph, style));
                add(kotlin, ModelSource.of(graph, style.in(SourceLanguage.KOTLIN)));
            });
        }
        assertEquals(List.of(), Toolchain.java().findFirst().orElseThrow().compile(java));
        assertEquals(List.of(), Toolchain.kotlinBuild().compile(kotlin));
        for (String name : names) {
            String generated = "trip/" + name + "Model.java";
            assertEquals(java.generated(generated), kotlin.generated(generated));
        }
        assertEquals(java.generated(block), kotlin.generated(block));
    }

    /** Units of which a block is made, of two sizes. */
    private static Graph stages() {
        GraphBuilder g = GraphBuilder.named("stages");
        Wire above = g.input("x", 8);
        for (int unit = 0; unit < 6; unit++) {
            int units = unit < 3 ? 8 : 16;
            String name = "unit" + unit + "_";
            Wire wide = g.apply(name + "wide", Layers.dense(4 * units), above);
            Wire normal = g.apply(name + "normal", Layers.batchNormalization(), wide);
            Wire relu = g.apply(name + "relu", Layers.activation(ActivationFunction.RELU), normal);
            Wire narrow = g.apply(name + "narrow", Layers.dense(units), relu);
            Wire shortcut = g.apply(name + "shortcut", Layers.dense(units), above);
            above = g.apply(name + "add", Layers.add(), shortcut, narrow);
        }
        return g.output(above).build();
    }

    private static void add(Project project, ModelSource source) {
        source.files().forEach(file -> project.source(file.path().toString(), file.text()));
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
        assertEquals(
                LayersByName.of(before, UnaryOperator.identity()),
                LayersByName.of(after, source.names()::original),
                text);
        assertEquals(outputs(before), outputs(after), text);
    }

    private static List<String> outputs(Graph graph) {
        return graph.outputs().stream()
                .map(output -> output.type() + " " + output.loss() + " " + output.metrics())
                .toList();
    }
}
