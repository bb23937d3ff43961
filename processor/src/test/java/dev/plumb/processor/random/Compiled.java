package dev.plumb.processor.random;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.processor.PlumbProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;

/** Models as interfaces, compiled with the processor in one run. */
public final class Compiled {
    private final Map<String, List<String>> messages = new HashMap<>();
    private final Map<String, JavaFileObject> classes = new HashMap<>();

    private Compiled(Compilation compilation) {
        for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.diagnostics()) {
            if (diagnostic.getKind() != Diagnostic.Kind.ERROR) {
                continue; // a hint, not a verdict
            }
            JavaFileObject source = diagnostic.getSource();
            String file = source == null ? "" : source.getName();
            messages.computeIfAbsent(file.replaceAll(".*/|\\.java", ""), name -> new ArrayList<>())
                    .add(diagnostic.getMessage(Locale.ROOT));
        }
        if (compilation.status() == Compilation.Status.FAILURE) {
            return; // then there are no classes
        }
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                String prefix = "/" + StandardLocation.CLASS_OUTPUT.name() + "/";
                String path = file.toUri().getPath();
                classes.put(path.substring(prefix.length()).replace('/', '.'), file);
            }
        }
    }

    static Compiled of(List<Draft> drafts) {
        return of(drafts.stream()
                .map(draft -> JavaFileObjects.forSourceString(
                        ModelSource.PACKAGE + "." + draft.name(), ModelSource.of(draft)))
                .toArray(JavaFileObject[]::new));
    }

    /** These sources, a type each. */
    public static Compiled ofSources(Map<String, String> sources) {
        return of(sources.entrySet().stream()
                .map(source -> JavaFileObjects.forSourceString(source.getKey(), source.getValue()))
                .toArray(JavaFileObject[]::new));
    }

    /**
     * These sources, about which the compiler must not have a word to say, whatever it is asked to look at.
     *
     * @param others what they need beside them; about these it may have
     */
    public static Compiled quietly(Map<String, String> sources, Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(others);
        all.putAll(sources);
        Compilation compilation = Compiler.javac()
                .withProcessors(new PlumbProcessor())
                .withOptions(
                        "-Xmaxerrs", "1000", "-Xmaxwarns", "10000", "-Xlint:all,-processing,-classfile", "-parameters")
                .compile(all.entrySet().stream()
                        .map(source -> JavaFileObjects.forSourceString(source.getKey(), source.getValue()))
                        .toList());
        for (Diagnostic<? extends JavaFileObject> said : compilation.diagnostics()) {
            String file =
                    said.getSource() == null ? "" : said.getSource().getName().replaceFirst("^/", "");
            String type = file.replaceFirst("^.*_OUTPUT/", "")
                    .replaceFirst("\\.java$", "")
                    .replace('/', '.');
            boolean isWarned =
                    said.getKind() != Diagnostic.Kind.NOTE && !others.containsKey(type.replaceFirst("_.*", ""));
            if (said.getKind() == Diagnostic.Kind.ERROR || isWarned) {
                throw new AssertionError(said + "\n" + sources.getOrDefault(type, "in " + type));
            }
        }
        return new Compiled(compilation);
    }

    private static Compiled of(JavaFileObject... sources) {
        return new Compiled(Compiler.javac()
                .withProcessors(new PlumbProcessor())
                .withOptions("-Xmaxerrs", "1000000", "-Xlint:-processing", "-parameters")
                .compile(sources));
    }

    /** Writes all classes that were made below a folder. */
    void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, JavaFileObject> made : classes.entrySet()) {
            String path = made.getKey().replaceFirst("\\.class$", "").replace('.', '/') + ".class";
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            try (InputStream bytes = made.getValue().openInputStream()) {
                Files.copy(bytes, file);
            }
        }
    }

    /** What the compiler said about a model. */
    public List<String> messages(String model) {
        return messages.getOrDefault(model, List.of());
    }

    /** What the compiler said on its own, by the model or generated class that it is about. */
    public Map<String, List<String>> foreignMessages() {
        Map<String, List<String>> foreign = new HashMap<>();
        messages.forEach((name, texts) -> {
            List<String> own =
                    texts.stream().filter(text -> !text.startsWith("[plumb/")).toList();
            if (!own.isEmpty()) {
                foreign.put(name, own);
            }
        });
        return foreign;
    }

    /** The graph that the class generated for a model builds. */
    Graph graph(String model) {
        return graphOf(ModelSource.PACKAGE + "." + model + "Model");
    }

    /** The graph that a generated class builds. */
    public Graph graphOf(String generated) {
        try {
            return (Graph) loaded(generated).getMethod("graph").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A class that was made. */
    public Class<?> loaded(String name) throws ClassNotFoundException {
        ClassLoader loader = new ClassLoader(Compiled.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String binaryName) throws ClassNotFoundException {
                JavaFileObject file = classes.get(binaryName + ".class");
                if (file == null) {
                    throw new ClassNotFoundException(binaryName);
                }
                try (InputStream bytes = file.openInputStream()) {
                    byte[] code = bytes.readAllBytes();
                    return defineClass(binaryName, code, 0, code.length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return loader.loadClass(name);
    }
}
