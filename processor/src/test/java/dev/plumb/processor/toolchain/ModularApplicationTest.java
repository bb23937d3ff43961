package dev.plumb.processor.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.Model;
import dev.plumb.runtime.Network;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module: docs/compilers.md says what it needs, and here it has just that. */
final class ModularApplicationTest {
    private static final String MODULE = """
            module app {
                requires dev.plumb.runtime;
                requires jdk.unsupported;
            }
            """;

    /** For the compiler and for the start: ND4J is on the class path, for its jars cannot be modules. */
    private static final List<String> READS_THE_CLASS_PATH = List.of("--add-reads", "app=ALL-UNNAMED");

    @TempDir
    Path folder;

    private Path classes;
    private Path dsl;
    private Path runtime;

    @BeforeEach
    void makeModules() throws IOException {
        classes = folder.resolve("classes");
        dsl = module("dev.plumb.dsl", Project.location(Model.class));
        runtime = module("dev.plumb.runtime", Project.location(Network.class));
        write("app/House.java", """
                package app;
                import static dev.plumb.dsl.LossFunction.*;
                import dev.plumb.dsl.*;
                import dev.plumb.dsl.layer.*;
                @Model public interface House {
                    @Input(20) Vec features();
                    @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec price(Vec features);
                }
                """);
        write("app/Main.java", """
                package app;
                import dev.plumb.runtime.*;
                import dev.plumb.train.*;
                import java.nio.file.*;
                import org.nd4j.linalg.api.ndarray.INDArray;
                import org.nd4j.linalg.factory.Nd4j;
                public final class Main {
                    public static void main(String[] arguments) {
                        HouseModel model = HouseModel.create(1L);
                        INDArray features = Nd4j.rand(32, 20);
                        INDArray prices = features.sum(true, 1);
                        model.trainer(Adam.of(0.01)).fit(HouseModel.dataset(features, prices), Fit.epochs(2));
                        Path file = Path.of(arguments[0]);
                        model.save(file);
                        boolean same = model.predict(features).equals(HouseModel.load(file).predict(features));
                        System.out.println(Main.class.getModule() + " predicts the same from its file: " + same);
                    }
                }
                """);
    }

    @Test
    void doesNotCompileWithoutTheOptionOfTheGuide() throws IOException {
        write("module-info.java", MODULE);
        String printed = compile(1, List.of());
        assertTrue(printed.contains("declared in the unnamed module, but module app does not read it"), printed);
    }

    @Test
    void trainsPredictsSavesAndLoadsWithTheOptionsOfTheGuide() throws IOException {
        write("module-info.java", MODULE);
        assertEquals("", compile(0, READS_THE_CLASS_PATH));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(READS_THE_CLASS_PATH);
        command.addAll(List.of("--module-path", modulePath(classes, dsl, runtime), "--class-path", classPath()));
        command.addAll(List.of(
                "--module", "app/app.Main", folder.resolve("house.plumb").toString()));
        String printed = Forked.run(command);
        assertTrue(printed.contains("module app predicts the same from its file: true"), printed);
    }

    @Test
    void theGuideStatesTheseOptions() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "compilers.md"));
        assertTrue(guide.contains(MODULE), "the module");
        assertTrue(guide.contains(String.join(" ", READS_THE_CLASS_PATH)), "the option");
    }

    /** {@code @Generated} is in {@code java.compiler}, which the application does not read. */
    @Test
    void theGeneratedClassNamesNoModuleOfTheCompiler() throws IOException {
        write("module-info.java", MODULE);
        compile(0, READS_THE_CLASS_PATH);
        String generated = Files.readString(classes.resolve("app/HouseModel.java"));
        assertFalse(generated.contains("Generated"), generated);
    }

    private String compile(int expected, List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--module-path", modulePath(dsl, runtime), "--class-path", classPath()));
        arguments.addAll(
                List.of("--processor-path", modulePath(Project.processorPath().toArray(Path[]::new))));
        arguments.addAll(List.of("-d", classes.toString()));
        for (String file : List.of("module-info.java", "app/House.java", "app/Main.java")) {
            arguments.add(sources().resolve(file).toString());
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, printed, printed, arguments.toArray(String[]::new));
        String text = printed.toString(StandardCharsets.UTF_8);
        assertEquals(expected, result, text);
        return text;
    }

    private static String modulePath(Path... paths) {
        return Arrays.stream(paths).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** What is no module here. */
    private static String classPath() {
        List<String> modules = Stream.of(Model.class, Network.class)
                .map(type -> Project.location(type).toString())
                .toList();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> modules.stream().noneMatch(entry::equals))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The jar that Maven made or, where it has not come so far, one that is named as Maven names it. */
    private Path module(String name, Path location) throws IOException {
        if (Files.isRegularFile(location)) {
            return location;
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Automatic-Module-Name", name);
        Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(location)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(location.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private void write(String name, String text) throws IOException {
        Path file = sources().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path sources() {
        return folder.resolve("sources");
    }
}
