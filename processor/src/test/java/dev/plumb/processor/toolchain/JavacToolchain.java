package dev.plumb.processor.toolchain;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The javac of a JDK: a process of its own, for the JDK may not be the one that runs the tests.
 *
 * @param home where it is installed, if it is
 */
record JavacToolchain(int version, Optional<Path> home) implements Toolchain {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    /**
     * The JDK that runs the tests if it is of this version, else that of the environment variable {@code JAVA_HOME_<version>}, else one
     * where Linux installs them.
     */
    static JavacToolchain of(int version) {
        if (Runtime.version().feature() == version) {
            return new JavacToolchain(version, Optional.of(Path.of(System.getProperty("java.home"))));
        }
        String variable = System.getenv("JAVA_HOME_" + version);
        return new JavacToolchain(version, variable == null ? installed(version) : Optional.of(Path.of(variable)));
    }

    private static Optional<Path> installed(int version) {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.filter(home -> isOf(version, home)).sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isOf(int version, Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/javac"))
                    && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + version);
        } catch (IOException e) {
            return false;
        }
    }

    Path javac() {
        return home.orElseThrow().resolve("bin/javac");
    }

    Path java() {
        return home.orElseThrow().resolve("bin/java");
    }

    @Override
    public Optional<String> absent() {
        return home.isPresent()
                ? Optional.empty()
                : Optional.of("no JDK " + version + " here: JAVA_HOME_" + version + " says where one is");
    }

    @Override
    public List<Message> compile(Project project) {
        List<String> command = new ArrayList<>();
        command.add(javac().toString());
        command.add("-J" + Forked.SHORT_RUN);
        command.addAll(List.of("-Xmaxerrs", "1000000", "-Xmaxwarns", "1000000"));
        command.addAll(options(project));
        project.files(".java").forEach(file -> command.add(file.toString()));
        return Printed.read(Forked.run(command), project::relative);
    }

    /** What javac and ECJ are told alike. */
    static List<String> options(Project project) {
        List<String> options = new ArrayList<>(List.of("-d", project.classes().toString()));
        options.addAll(List.of("-s", project.generated().toString()));
        options.addAll(List.of("-cp", project.classes() + File.pathSeparator + project.classPath()));
        options.add("-processorpath");
        options.add(
                Project.processorPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        if (project.keepsParameterNames()) {
            options.add("-parameters");
        }
        project.options().forEach(option -> options.add("-A" + option));
        return options;
    }

    @Override
    public String toString() {
        return "javac " + version;
    }
}
