package dev.plumb.processor.toolchain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import com.palantir.javapoet.JavaFile;
import dev.plumb.dsl.Model;
import dev.plumb.generator.FactoryName;
import dev.plumb.processor.PlumbProcessor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sources in a folder, and what they become.
 *
 * @param libraries class folders of other projects that this one uses
 * @param keepsParameterNames whether class files get the names of parameters ({@code -parameters})
 * @param options of the processor: {@code plumb.lint=error}
 */
public record Project(Path folder, List<Path> libraries, boolean keepsParameterNames, List<String> options) {

    public Project {
        libraries = List.copyOf(libraries);
        options = List.copyOf(options);
    }

    public static Project in(Path folder) {
        return new Project(folder, List.of(), true, List.of());
    }

    /** The same project, which uses the classes of another. */
    public Project using(Project library) {
        List<Path> all = new ArrayList<>(libraries);
        all.add(library.classes());
        return new Project(folder, all, keepsParameterNames, options);
    }

    public Project withoutParameterNames() {
        return new Project(folder, libraries, false, options);
    }

    /** The same project with these options of the processor. */
    public Project with(String... processorOptions) {
        return new Project(folder, libraries, keepsParameterNames, List.of(processorOptions));
    }

    /** Writes a source file. */
    public Project source(String file, String text) {
        try {
            Path path = sources().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path sources() {
        return folder.resolve("sources");
    }

    public Path classes() {
        return created("classes");
    }

    public Path generated() {
        return created("generated");
    }

    /** The text of a generated file. */
    public String generated(String file) {
        try {
            return Files.readString(generated().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder for what a toolchain needs beside sources and classes. */
    Path created(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of the project that end so, in a fixed order. */
    List<Path> files(String ending) {
        return files(sources(), ending);
    }

    /** All that was generated. */
    List<Path> generatedFiles() {
        return files(generated(), ".java");
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String relative(String file) {
        return sources()
                .toAbsolutePath()
                .relativize(Path.of(file).toAbsolutePath())
                .toString();
    }

    /** What models are compiled against: everything of this test but other compilers. */
    public String classPath() {
        String own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*[/\\\\](ecj|kotlin-[a-z-]+)-\\d[^/\\\\]*\\.jar")
                        || entry.matches(".*[/\\\\]kotlin-stdlib-\\d[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        return Stream.concat(libraries.stream().map(Path::toString), Stream.of(own))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The processor and what it needs. */
    static List<Path> processorPath() {
        return Stream.of(
                        PlumbProcessor.class,
                        FactoryName.class,
                        Model.class,
                        JavaFile.class,
                        JSON.class,
                        JsonFactory.class)
                .map(Project::location)
                .toList();
    }

    static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
