package dev.plumb.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A library in Java, which has a module beside this one. Maven makes it and its class path when it is measured, so that one library
 * that cannot be downloaded does not keep the others from being measured.
 *
 * @param module its directory beside the runner's
 * @param mainClass what measures it
 * @param options further options for Maven
 * @param javaOptions options for its process
 */
record JavaPeer(
        String name,
        Set<String> groups,
        String module,
        String mainClass,
        List<String> options,
        List<String> javaOptions)
        implements Peer {
    private static final String MODULES = "samples/benchmarks/";

    JavaPeer(String name, Set<String> groups, String module, String mainClass) {
        this(name, groups, module, mainClass, List.of(), List.of());
    }

    /** The same module with other natives. */
    JavaPeer variant(String newName, List<String> newOptions, List<String> newJavaOptions) {
        return new JavaPeer(newName, groups, module, mainClass, newOptions, newJavaOptions);
    }

    @Override
    public Launch prepare(Settings settings) throws IOException {
        Path file = settings.directory().resolve("class-path-" + (name + "-" + module).replaceAll("\\W+", "-"));
        List<String> maven = new ArrayList<>(settings.maven());
        maven.addAll(List.of(
                "-q", "-B", "-Pbenchmarks", "-pl", MODULES + module, "-am", "compile", "-Dspotless.check.skip"));
        maven.add("-Dclass-path.file=" + file);
        maven.addAll(options);
        Shell.run(settings.root(), maven);
        String own = settings.root().resolve(MODULES + module + "/target/classes") + File.pathSeparator;
        String classPath = own + Files.readString(file).strip();
        List<String> command = new ArrayList<>(List.of(settings.java()));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        return new Launch(command, Map.of(), OptionalLong.of(size(classPath)));
    }

    private static long size(String classPath) throws IOException {
        long sum = 0;
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            try (Stream<Path> files = Files.walk(Path.of(entry))) {
                sum += files.filter(Files::isRegularFile)
                        .mapToLong(JavaPeer::bytes)
                        .sum();
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return sum;
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
