package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.plumb.dsl.Model;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that Gradle has for processors that call themselves isolating: then it processes only the models that changed. */
final class IsolatingTest {
    private static final String IMPORTS = """
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            """;

    private static final Map<String, String> MODELS = models();

    private static Map<String, String> models() {
        Map<String, String> models = new LinkedHashMap<>();
        models.put("Base", """
                @Model public interface Base {
                    @Input(20) Vec features();
                    @Output @Dense(units = 3) Vec out(Vec features);
                }
                """);
        models.put("Variant", """
                @Model interface Variant extends Base {
                    @Override @Dense(units = 4) Vec out(Vec features);
                }
                """);
        models.put("Outer", """
                class Outer {
                    @Sequential interface First {
                        @Input(2) Vec x();
                        @Dense(units = 1) Vec y();
                    }
                    @Sequential interface Second {
                        @Input(2) Vec x();
                        @Dense(units = 0) Vec y();
                    }
                }
                """);
        models.put(
                "Alone",
                "@Model interface Alone { @Input(7) Vec features(); @Output @Flatten Vec out(Vec features); }");
        return models;
    }

    @TempDir
    Path folder;

    @Test
    void eachFileComesFromTheModelAlone() {
        Recorder recorder = new Recorder();
        generated("all", List.copyOf(MODELS.keySet()), recorder);
        Map<String, List<String>> expected = new TreeMap<>();
        expected.put("BaseModel", List.of("Base"));
        expected.put("VariantModel", List.of("Variant"));
        expected.put("Outer_FirstModel", List.of("Outer.First"));
        expected.put("Outer_SecondModel", List.of("Outer.Second"));
        expected.put("AloneModel", List.of("Alone"));
        assertEquals(expected, recorder.origins);
    }

    @Test
    void noFileIsReadAndNoneButSourcesAreWritten() {
        Recorder recorder = new Recorder();
        generated("all", List.copyOf(MODELS.keySet()), recorder);
        assertEquals(Set.of("createSourceFile"), recorder.calls);
    }

    @Test
    void annotationsAreNotClaimed() {
        Recorder recorder = new Recorder();
        generated("all", List.copyOf(MODELS.keySet()), recorder);
        assertFalse(recorder.claimed);
    }

    @Test
    void anotherModelMoreOrLessChangesNothing() {
        Map<String, String> all = generated("all", List.copyOf(MODELS.keySet()), new Recorder());
        Map<String, String> alone = generated("alone", List.of("Alone"), new Recorder());
        Map<String, String> without = generated("without", List.of("Base", "Variant", "Outer"), new Recorder());
        assertEquals(Set.of("AloneModel.java"), alone.keySet());
        Map<String, String> together = new TreeMap<>(without);
        together.putAll(alone);
        assertEquals(all, together);
    }

    @Test
    void theOrderOfTheSourcesChangesNothing() {
        List<String> backwards = new ArrayList<>(MODELS.keySet());
        Collections.reverse(backwards);
        assertEquals(
                generated("forwards", List.copyOf(MODELS.keySet()), new Recorder()),
                generated("backwards", backwards, new Recorder()));
    }

    /** Gradle hands unchanged types to the processor as class files, and those keep only such annotations. */
    @Test
    void annotationsOfTheLanguageAreInClassFiles() throws Exception {
        List<Class<?>> annotations = new ArrayList<>();
        for (String name : classes(Path.of(
                Model.class.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
            Class<?> type = Class.forName(name, false, Model.class.getClassLoader());
            if (type.isAnnotation()) {
                annotations.add(type);
            }
        }
        assertNotEquals(0, annotations.size());
        for (Class<?> annotation : annotations) {
            Retention retention = annotation.getAnnotation(Retention.class);
            assertNotEquals(
                    RetentionPolicy.SOURCE,
                    retention == null ? RetentionPolicy.CLASS : retention.value(),
                    annotation.getName());
        }
    }

    /** The names of the classes in a folder or a jar. */
    private static List<String> classes(Path origin) throws IOException {
        if (Files.isDirectory(origin)) {
            return classesBelow(origin);
        }
        try (FileSystem jar = FileSystems.newFileSystem(origin)) {
            return classesBelow(jar.getPath("/"));
        }
    }

    private static List<String> classesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.').replace('\\', '.'))
                    .toList();
        }
    }

    /** The text of each generated file. */
    private Map<String, String> generated(String name, List<String> types, Recorder recorder) {
        try {
            Path output = Files.createDirectories(folder.resolve(name));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            List<String> options = List.of("-proc:only", "-s", output.toString(), "-d", output.toString());
            List<Source> sources = types.stream().map(Source::new).toList();
            JavaCompiler.CompilationTask task = compiler.getTask(null, null, diagnostic -> {}, options, null, sources);
            task.setProcessors(List.of(recorder));
            task.call();
            Map<String, String> texts = new TreeMap<>();
            try (Stream<Path> files = Files.list(output)) {
                for (Path file : files.toList()) {
                    texts.put(file.getFileName().toString(), Files.readString(file));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = IMPORTS + MODELS.get(name);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** The processor, with a filer that notes what is asked of it. */
    private static final class Recorder extends AbstractProcessor {
        private final PlumbProcessor plumb = new PlumbProcessor();
        private final Map<String, List<String>> origins = new TreeMap<>();
        private final Set<String> calls = new java.util.TreeSet<>();
        private boolean claimed;

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            Filer filer = (Filer) Proxy.newProxyInstance(
                    Filer.class.getClassLoader(), new Class<?>[] {Filer.class}, (proxy, method, arguments) -> {
                        calls.add(method.getName());
                        if (arguments[arguments.length - 1] instanceof Element[] elements) {
                            origins.put(
                                    arguments[0].toString(),
                                    Arrays.stream(elements)
                                            .map(element -> ((TypeElement) element)
                                                    .getQualifiedName()
                                                    .toString())
                                            .collect(Collectors.toList()));
                        }
                        try {
                            return method.invoke(environment.getFiler(), arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            plumb.init((ProcessingEnvironment) Proxy.newProxyInstance(
                    ProcessingEnvironment.class.getClassLoader(),
                    new Class<?>[] {ProcessingEnvironment.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("getFiler") ? filer : method.invoke(environment, arguments)));
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            claimed |= plumb.process(annotations, round);
            return false;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return plumb.getSupportedAnnotationTypes();
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return plumb.getSupportedSourceVersion();
        }
    }
}
