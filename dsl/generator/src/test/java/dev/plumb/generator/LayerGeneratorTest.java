package dev.plumb.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, as text: the classes that it uses are built with this generator. What it does, the tests of the DSL say. */
final class LayerGeneratorTest {
    private static final String MARK = """
            package dev.plumb.dsl.layer;
            public @interface LayerAnnotation {
                Class<?> rule() default Object.class;
                boolean wrapper() default false;
            }
            """;

    private static final String GROUP_MARK = """
            package dev.plumb.graph.attribute;
            public @interface AttributeGroup {}
            """;

    private static final String[] MARKS = {MARK, GROUP_MARK};

    private static final String START = """
            package models;
            /** How a weight starts. */
            @dev.plumb.graph.attribute.AttributeGroup
            public @interface Start {
                /** The kind of start. */
                Kind value();
                /** The width. */
                double width() default Double.NaN;
                enum Kind { FLAT, STEEP }
                record Spec(Kind value, double width) implements StartAttributes {}
            }
            """;

    private static final String SCALE = """
            package models;
            import dev.plumb.dsl.layer.LayerAnnotation;
            /** Scales its input, see {@link #start}. */
            @LayerAnnotation
            public @interface Scale {
                /** The number of scales. */
                int units();
                /** The axes, one or several. */
                int[] axes();
                /** How it starts. */
                Start start() default @Start(value = Start.Kind.FLAT, width = 0.5);
                /** What it is called. */
                String[] labels() default {"a", "b"};
                interface Rule {}
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void aLayerIsARecordWithFactoryAndWithers() throws IOException {
        assertEquals(List.of(), generate(SCALE, START));
        assertEquals(golden("ScaleLayer"), written("models/ScaleLayer.java"));
    }

    @Test
    void anAnnotationOfAttributesGivesItsRecordTheSame() throws IOException {
        generate(START);
        assertEquals(golden("StartAttributes"), written("models/StartAttributes.java"));
        assertEquals(golden("StartDefinition"), written("models/StartDefinition.java"));
    }

    @Test
    void aWrapperTakesTheWrappedLayerFirstAndHoldsItLast() throws IOException {
        String twice = """
                package dev.plumb.dsl.layer;
                /** Does it again. */
                @LayerAnnotation(rule = Runnable.class, wrapper = true)
                public @interface Twice {
                    /** How often. */
                    int times();
                }
                """;
        generate(twice);
        String record = written("dev/plumb/dsl/layer/TwiceLayer.java");
        assertTrue(
                record.contains("public record TwiceLayer(int times, LayerSpec layer) implements Runnable {"), record);
        assertTrue(record.contains("public static TwiceLayer of(LayerSpec layer, int times) {"), record);
        String layers = written("dev/plumb/dsl/layer/Layers.java");
        assertTrue(layers.contains("public static TwiceLayer twice(LayerSpec layer, int times) {"), layers);
        assertTrue(layers.contains("case \"Twice\" -> Optional.of(TwiceLayer.DEFINITION);"), layers);
    }

    @Test
    void layersOfUsersHaveNoFactoryAmongTheBuiltInOnes() throws IOException {
        generate(SCALE, START);
        assertFalse(Files.exists(folder.resolve("dev/plumb/dsl/layer/Layers.java")));
    }

    @Test
    void aLayerWithoutRulesAndAnAttributeThatLayersCannotHaveAreErrors() throws IOException {
        String bad = """
                package models;
                @dev.plumb.dsl.layer.LayerAnnotation
                @interface Bad {}
                @dev.plumb.dsl.layer.LayerAnnotation
                @interface Worse {
                    Class<?> type();
                    interface Rule {}
                }
                """;
        List<String> errors = generate(bad);
        assertEquals(
                List.of(
                        "3: the rules of a layer stand in its nested interface 'Rule' or in the one that @LayerAnnotation(rule = …) names",
                        "6: attributes of layers are numbers (int, long, double), booleans, strings, enums, annotations with a Spec, "
                                + "or arrays of these: java.lang.Class<?>"),
                errors);
    }

    /** Runs the generator alone: what it writes cannot be compiled here. */
    private List<String> generate(String... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<Source> files = Stream.concat(Stream.of(sources), Stream.of(MARKS))
                .map(Source::of)
                .toList();
        List<String> options = List.of("-proc:only", "-d", folder.toString());
        JavaCompiler.CompilationTask task = compiler.getTask(null, null, diagnostics, options, null, files);
        task.setProcessors(List.of(new LayerGenerator()));
        task.call();
        return diagnostics.getDiagnostics().stream()
                .filter(error -> error.getSource() instanceof Source)
                .map(error -> error.getLineNumber() + ": " + error.getMessage(Locale.ENGLISH))
                .toList();
    }

    private String written(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    private static String golden(String name) throws IOException {
        String resource = "/golden/" + name + ".java.txt";
        try (InputStream in = Objects.requireNonNull(LayerGeneratorTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private static final Pattern TYPE = Pattern.compile("(?s)package ([a-z.]+);.*?@interface (\\w+)");

        private final String text;

        private Source(URI uri, String text) {
            super(uri, JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        static Source of(String text) {
            Matcher type = TYPE.matcher(text);
            assertTrue(type.find(), text);
            String path = type.group(1).replace('.', '/') + "/" + type.group(2) + ".java";
            return new Source(URI.create("string:///" + path), text);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
