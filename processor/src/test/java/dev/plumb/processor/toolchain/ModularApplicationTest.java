package dev.plumb.processor.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in a module that does not read {@code java.compiler}, where {@code @Generated} is. */
final class ModularApplicationTest {
    @TempDir
    Path folder;

    @Test
    void compilesAndItsGeneratedClassNamesNoModuleOfTheCompiler() throws IOException {
        Path module = write("module-info.java", "module app { }");
        Path model = write("app/House.java", """
                package app;
                import dev.plumb.dsl.*;
                import dev.plumb.dsl.layer.*;
                @Model public interface House {
                    @Input(20) Vec features();
                    @Output @Dense(units = 1) Vec price(Vec features);
                }
                """);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        printed,
                        printed,
                        "--add-reads",
                        "app=ALL-UNNAMED",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-processorpath",
                        joined(Project.processorPath()),
                        "-d",
                        folder.resolve("classes").toString(),
                        module.toString(),
                        model.toString());
        assertEquals(0, result, printed.toString(StandardCharsets.UTF_8));
        String generated = Files.readString(folder.resolve("classes/app/HouseModel.java"));
        assertFalse(generated.contains("Generated"), generated);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve("source").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
