package dev.plumb.cli;

import dev.plumb.graph.Graph;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The models of a class path: the classes that were generated for them have their graphs. */
final class CompiledModels {
    /** What the name of the class that is generated for a model ends in. */
    private static final String GENERATED = "Model";

    private static final String CLASS_FILE = ".class";

    private final List<Path> classPath;
    private final ClassLoader loader;

    CompiledModels(List<Path> classPath) {
        this.classPath = List.copyOf(classPath);
        this.loader = new URLClassLoader(
                classPath.stream().map(CompiledModels::url).toArray(URL[]::new), Graph.class.getClassLoader());
    }

    /** A model that was found. */
    record Found(Graph graph, String packageName) {}

    private static URL url(Path entry) {
        if (!Files.exists(entry)) {
            throw new Refusal("there is no '" + entry + "' on the class path");
        }
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new Refusal("'" + entry + "' is no entry of a class path", e);
        }
    }

    /**
     * The model of an interface.
     *
     * @param name its name, with its package or without; of a nested one {@code Outer.Inner}
     * @throws Refusal if there is none, or more than one
     */
    Found find(String name) {
        String file = name.replace('.', '/').replace('$', '/');
        TreeSet<String> classes = new TreeSet<>();
        for (Path entry : classPath) {
            for (String generated : generated(entry)) {
                String asWritten = "/" + generated.substring(0, generated.length() - GENERATED.length());
                if (asWritten.endsWith("/" + file)
                        || asWritten.replace('_', '/').endsWith("/" + file)) {
                    classes.add(generated.replace('/', '.'));
                }
            }
        }
        if (classes.isEmpty()) {
            throw new Refusal("there is no file '" + name + "', and no model of this name is compiled in "
                    + (classPath.isEmpty() ? "target/classes: say --class-path" : classPath));
        }
        if (classes.size() > 1) {
            throw new Refusal("'" + name + "' may be any of " + classes + ": say which, with its package");
        }
        return found(classes.first());
    }

    private Found found(String generated) {
        try {
            Class<?> type = Class.forName(generated, true, loader);
            if (type.getMethod("graph").invoke(null) instanceof Graph graph) {
                return new Found(graph, type.getPackageName());
            }
            throw new Refusal("'" + generated + "' was not generated for a model: its graph() is none");
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new Refusal(
                    "'" + generated + "' cannot be used: " + e + "; the class path needs all that the model does, too",
                    e);
        }
    }

    /** Whether a class is a function, and not the annotation of a layer. */
    boolean isFunction(String name) {
        try {
            return !Class.forName(name, false, loader).isAnnotation();
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The classes of an entry that may have been generated for a model: {@code models/DigitsModel}. */
    private static List<String> generated(Path entry) {
        if (Files.isDirectory(entry)) {
            return generatedIn(entry);
        }
        try (FileSystem jar = FileSystems.newFileSystem(entry, Graph.class.getClassLoader())) {
            List<String> all = new ArrayList<>();
            jar.getRootDirectories().forEach(root -> all.addAll(generatedIn(root)));
            return all;
        } catch (IOException | java.nio.file.ProviderNotFoundException e) {
            throw new Refusal("'" + entry + "' on the class path is no jar: " + e.getMessage(), e);
        }
    }

    private static List<String> generatedIn(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(root::relativize)
                    .map(file -> file.toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(GENERATED + CLASS_FILE))
                    .map(file -> file.substring(0, file.length() - CLASS_FILE.length()))
                    .toList();
        } catch (IOException e) {
            throw new Refusal("'" + root + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
