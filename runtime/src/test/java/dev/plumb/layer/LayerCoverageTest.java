package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.LayerAnnotation;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.graph.spec.LayerSpec;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer of the language is a layer of this runtime, and is compared with Keras. */
final class LayerCoverageTest {

    /** The layer annotations of the language, by its class files, in a folder or in a jar: a new layer needs no entry here. */
    static List<Class<?>> layers() throws IOException, URISyntaxException {
        Path origin = Path.of(
                Dense.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> files;
        if (Files.isDirectory(origin)) {
            try (Stream<Path> walked = Files.walk(origin)) {
                files = walked.map(file -> origin.relativize(file).toString().replace(File.separatorChar, '/'))
                        .toList();
            }
        } else {
            try (JarFile jar = new JarFile(origin.toFile())) {
                files = jar.stream().map(entry -> entry.getName()).toList();
            }
        }
        return files.stream()
                .filter(file -> file.matches("dev/plumb/dsl/layer/\\w+\\.class"))
                .sorted()
                .<Class<?>>map(file -> load(
                        file.substring(0, file.length() - ".class".length()).replace('/', '.')))
                .filter(type -> type.isAnnotationPresent(LayerAnnotation.class))
                .toList();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<? extends LayerSpec> spec(Class<?> layer) {
        return Stream.of(layer.getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().equals("Spec"))
                .findFirst()
                .orElseThrow()
                .asSubclass(LayerSpec.class);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void hasALowering(Class<?> layer) {
        assertTrue(Lowerings.covers(spec(layer)), layer.getSimpleName());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isComparedWithKeras(Class<?> layer) {
        String file =
                layer.getSimpleName().replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
        assertTrue(LayerCase.FILES.contains(file), file);
        assertTrue(
                LayerCase.read(file).stream()
                        .flatMap(recorded -> recorded.model().graph().nodes().stream())
                        .anyMatch(node -> spec(layer).isInstance(node.spec())),
                "no case in " + file + " has the layer");
    }

    @Test
    void eachRecordedFileBelongsToALayer() throws Exception {
        assertEquals(layers().size(), LayerCase.FILES.size());
    }
}
