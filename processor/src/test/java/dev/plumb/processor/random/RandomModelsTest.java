package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.LayerAnnotation;
import dev.plumb.graph.Draft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** The compiler and the functional API say the same about any model: the same graph, or the same problems in the same words. */
final class RandomModelsTest {
    private static final int MODELS = 500;

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void theCompilerAndTheFunctionalApiAgree(@ForAll @IntRange(min = 0, max = 1_000_000_000) int batch) {
        Map<Draft, Verdict> sound = new LinkedHashMap<>();
        Map<Draft, Verdict> broken = new LinkedHashMap<>();
        for (long i = 0; i < MODELS; i++) {
            long seed = (long) batch * MODELS + i;
            Draft draft = RandomModels.shuffled(RandomModels.of(seed), seed);
            Verdict verdict = Verdict.atRunTime(draft);
            (verdict.isSound() ? sound : broken).put(draft, verdict);
        }
        int fewest = MODELS / 3;
        assertTrue(sound.size() > fewest && broken.size() > fewest, sound.size() + " sound, " + broken.size());
        agree(
                sound,
                Compiled.of(List.copyOf(sound.keySet()))); // apart: with an error in one model, javac makes no classes
        agree(broken, Compiled.of(List.copyOf(broken.keySet())));
    }

    private static void agree(Map<Draft, Verdict> verdicts, Compiled compiled) {
        assertEquals(Map.of(), compiled.foreignMessages());
        verdicts.forEach((draft, atRunTime) -> {
            String source = "\n" + ModelSource.of(draft);
            assertEquals(atRunTime.messages(), Verdict.messages(compiled, draft), source);
            atRunTime.graph().ifPresent(graph -> assertEquals(graph, compiled.graph(draft.name()), source));
        });
    }

    @Example
    void everyLayerTakesPart() throws IOException {
        Set<String> layers = RandomLayers.SPECS.stream()
                .map(spec -> spec.getEnclosingClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(annotations(), layers);
        Set<String> used = new TreeSet<>();
        for (long seed = 0; seed < 2_000; seed++) {
            Verdict.atRunTime(RandomModels.of(seed)).graph().ifPresent(graph -> graph.nodes()
                    .forEach(node -> used.add(node.spec().layerName())));
        }
        assertEquals(layers, used);
    }

    /** The layer annotations of the language, by its class files. */
    private static Set<String> annotations() throws IOException {
        List<String> names = new ArrayList<>();
        try (JavaFileManager files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            String language = LayerAnnotation.class.getPackageName();
            for (JavaFileObject file :
                    files.list(StandardLocation.CLASS_PATH, language, Set.of(JavaFileObject.Kind.CLASS), false)) {
                names.add(files.inferBinaryName(StandardLocation.CLASS_PATH, file));
            }
        }
        return names.stream()
                .map(RandomModelsTest::load)
                .filter(type -> type.isAnnotationPresent(LayerAnnotation.class))
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
