package dev.plumb.processor.random.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.processor.random.Compiled;
import dev.plumb.processor.random.LayersByName;
import dev.plumb.source.ModelForm;
import dev.plumb.source.ModelSource;
import dev.plumb.source.SourceFile;
import dev.plumb.source.SourceStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@code SourceRoundTripTest}, of models made of models, blocks and repetitions: the blocks stay where they are, the models become interfaces. */
final class ComposedSourceTest {
    /** {@code -Dround.trips=300} for more. */
    private static final int PROGRAMS = Integer.getInteger("round.trips", 40);

    private static final long SEED = Long.getLong("programs.seed", 2026);

    @ParameterizedTest
    @EnumSource(ModelForm.class)
    void randomProgramsComeBack(ModelForm form) {
        Map<String, Graph> graphs = graphs(form);
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
    private static Map<String, Graph> graphs(ModelForm form) {
        Map<String, Program> programs = programs(form);
        Compiled compiled = RandomProgramsTest.compiled(programs.values());
        Map<String, Graph> graphs = new LinkedHashMap<>();
        programs.forEach((name, program) -> graphs.put(name, compiled.graphOf(ProgramSource.generatedClass(program))));
        return graphs;
    }

    private static String type(SourceFile file) {
        return file.path().toString().replace('/', '.').replaceFirst("\\.java$", "");
    }
}
