package dev.plumb.processor.random.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.processor.random.Compiled;
import dev.plumb.processor.random.LayersByName;
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
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@code SourceRoundTripTest}, of models made of models, blocks and repetitions: the blocks stay where they are, the models become interfaces. */
final class ComposedSourceTest {
    /** {@code -Dround.trips=300} for more. */
    private static final int PROGRAMS = Integer.getInteger("round.trips", 40);

    private static final int KOTLIN_PROGRAMS = 5;

    private static final long SEED = Long.getLong("programs.seed", 2026);

    @ParameterizedTest
    @EnumSource(ModelForm.class)
    void randomProgramsComeBack(ModelForm form) {
        Map<String, Graph> graphs = graphs(programs(form));
        Map<String, ModelSource> written = new LinkedHashMap<>();
        graphs.forEach((name, graph) -> written.put(
                name,
                ModelSource.of(
                        graph,
                        SourceStyle.inPackage("trip." + name.toLowerCase(Locale.ROOT))
                                .as(form))));
        Map<String, String> sources = new LinkedHashMap<>();
        written.values().forEach(source -> source.files().forEach(file -> sources.put(type(file), file.text())));
        Map<String, String> blocks = new LinkedHashMap<>();
        programs(form)
                .forEach((name, program) -> blocks.put(ProgramSource.PACKAGE + "." + name, ProgramSource.of(program)));
        Compiled compiled = Compiled.quietly(sources, blocks);
        written.forEach((name, source) -> {
            String text = source.files().stream().map(SourceFile::text).collect(Collectors.joining("\n", "\n", ""));
            Graph again = compiled.graphOf(type(source.files().get(0)) + "Model");
            assertEquals(source.graph(), again, text);
            assertEquals(
                    LayersByName.of(graphs.get(name), UnaryOperator.identity()),
                    LayersByName.of(again, source.names()::original),
                    text);
        });
    }

    /** In Kotlin, with the blocks in Java, the generated classes are the same, line by line, and all of it compiles. */
    @Test
    void kotlinSaysTheSame(@TempDir Path folder) {
        Project java = Project.in(folder.resolve("java")).with("plumb.lint=off");
        Project kotlin = Project.in(folder.resolve("kotlin")).with("plumb.lint=off");
        List<String> generated = new ArrayList<>();
        Map<String, Program> programs = programs(ModelForm.MODEL);
        programs.keySet().retainAll(List.copyOf(programs.keySet()).subList(0, KOTLIN_PROGRAMS));
        graphs(programs).forEach((name, graph) -> {
            SourceStyle style = SourceStyle.inPackage("trip." + name.toLowerCase(Locale.ROOT))
                    .as(ModelForm.MODEL);
            String block = ProgramSource.PACKAGE + "/" + name + ".java";
            for (Project project : List.of(java, kotlin)) {
                project.source(block, ProgramSource.of(programs.get(name)));
            }
            ModelSource.of(graph, style).files().forEach(file -> {
                java.source(file.path().toString(), file.text());
                generated.add(file.path().toString().replace(".java", "Model.java"));
            });
            ModelSource.of(graph, style.in(SourceLanguage.KOTLIN))
                    .files()
                    .forEach(file -> kotlin.source(file.path().toString(), file.text()));
        });
        assertEquals(List.of(), Toolchain.java().findFirst().orElseThrow().compile(java));
        assertEquals(List.of(), Toolchain.kotlinBuild().compile(kotlin));
        generated.forEach(file -> assertEquals(java.generated(file), kotlin.generated(file)));
    }

    private static Map<String, Program> programs(ModelForm form) {
        Map<String, Program> programs = new LinkedHashMap<>();
        long first = new Random(SEED + form.name().hashCode()).nextInt(1_000_000) * 1_000L;
        for (int i = 0; i < PROGRAMS; i++) {
            Program program = RandomPrograms.of(first + i);
            if (ByHand.of(program).isSound()) {
                programs.put(program.name(), program);
            }
        }
        assertTrue(programs.size() > PROGRAMS / 2, "only " + programs.size());
        return programs;
    }

    /** The graphs of the classes that are generated for the programs: their blocks know their annotations. */
    private static Map<String, Graph> graphs(Map<String, Program> programs) {
        Compiled compiled = RandomProgramsTest.compiled(programs.values());
        Map<String, Graph> graphs = new LinkedHashMap<>();
        programs.forEach((name, program) -> graphs.put(name, compiled.graphOf(ProgramSource.generatedClass(program))));
        return graphs;
    }

    private static String type(SourceFile file) {
        return file.path().toString().replace('/', '.').replaceFirst("\\.java$", "");
    }
}
