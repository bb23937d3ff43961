package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.source.ModelForm;
import dev.plumb.source.ModelSource;
import dev.plumb.source.SourceFile;
import dev.plumb.source.SourceStyle;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of the samples, written anew from their graphs: the source compiles without a word to the same models. */
final class GallerySourceTest {
    private static final String GENERATED = "Model.class";
    private static final Pattern SAID = Pattern.compile("^\\S+: (?:warning|error): ");

    /** {@code -Dgallery.all=true} takes all, which takes a while. */
    private static final boolean ALL = Boolean.getBoolean("gallery.all");

    private static final int EACH = ALL ? 1 : 5;
    private static final int FEWEST = ALL ? 55 : 11;

    @TempDir
    Path output;

    @ParameterizedTest
    @EnumSource(ModelForm.class)
    void allModelsOfTheSamplesComeBack(ModelForm form) throws Exception {
        Map<String, ModelSource> written = new LinkedHashMap<>();
        Map<String, Graph> graphs = graphs();
        graphs.forEach((name, graph) ->
                written.put(name, ModelSource.of(graph, style(name).as(form))));
        assertTrue(written.size() >= FEWEST, "only " + written.keySet());
        List<String> sources = written.values().stream()
                .flatMap(source -> source.files().stream())
                .map(SourceFile::text)
                .toList();
        assertEquals(List.of(), said(Javac.printed(sources, output)));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {output.toUri().toURL()}, getClass().getClassLoader())) {
            for (Map.Entry<String, ModelSource> entry : written.entrySet()) {
                ModelSource source = entry.getValue();
                String name = style(entry.getKey()).packageName() + "."
                        + source.graph().name() + "Model";
                Graph again = graph(Class.forName(name, true, loader));
                assertEquals(source.graph(), again, () -> source.files().get(0).text());
                assertEquals(again, renamed(graphs.get(entry.getKey()), again));
            }
        }
    }

    /** The warnings and errors: of what symbolic sizes leave open there are notes. */
    private static List<String> said(String printed) {
        return printed.lines().filter(line -> SAID.matcher(line).find()).toList();
    }

    /** Names of models and outputs apart, it is the same graph: layers, wires, weights. */
    private static Graph renamed(Graph graph, Graph like) {
        return new Graph(like.draft(), graph.inputs(), graph.nodes(), graph.outputs());
    }

    private static SourceStyle style(String model) {
        return SourceStyle.inPackage("written." + model.toLowerCase(Locale.ROOT))
                .withFunctions(GallerySourceTest::isFunction);
    }

    private static boolean isFunction(String name) {
        try {
            return !Class.forName(name, false, GallerySourceTest.class.getClassLoader())
                    .isAnnotation();
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The graphs of all classes that were generated for the samples. */
    private static Map<String, Graph> graphs() throws IOException, ReflectiveOperationException {
        Path classes = Path.of("target/classes");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(classes)) {
            all.filter(file -> file.getFileName().toString().endsWith(GENERATED))
                    .sorted()
                    .forEach(files::add);
        }
        Map<String, Graph> graphs = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i += EACH) {
            String name = classes.relativize(files.get(i))
                    .toString()
                    .replace('\\', '/')
                    .replace('/', '.');
            Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
            graphs.put(type.getSimpleName(), graph(type));
        }
        return graphs;
    }

    private static Graph graph(Class<?> generated) throws ReflectiveOperationException {
        var method = generated.getDeclaredMethod("graph");
        method.setAccessible(true);
        return (Graph) method.invoke(null);
    }
}
