package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArchiveTest {
    private static final Graph GRAPH = graph(3);

    @TempDir
    Path folder;

    private static Graph graph(int units) {
        return SequentialBuilder.named("Line", 2).add(Layers.dense(units)).build();
    }

    private static ModelArchive archive() {
        TensorData kernel = TensorData.floats(
                "dense/kernel", List.of(2L, 3L), FloatBuffer.wrap(new float[] {1, -2, 3.5f, Float.MIN_VALUE, 5, 6}));
        TensorData bias = TensorData.floats("dense/bias", List.of(3L), FloatBuffer.wrap(new float[3]));
        TensorData moment = TensorData.floats("moment", List.of(), FloatBuffer.wrap(new float[] {7}));
        return new ModelArchive(
                GRAPH,
                Map.of("dense/kernel", kernel, "dense/bias", bias),
                Optional.of(new OptimizerState(Map.of("name", "adam", "iterations", 12), List.of(moment))));
    }

    @Test
    void aModelComesBackAsItWasSaved() throws IOException {
        Path file = folder.resolve("model.plumb");
        archive().write(file);
        assertEquals(archive(), ModelArchive.read(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "nothing else is left in the folder");
        }
    }

    @Test
    void savingReplacesAnOlderFile() throws IOException {
        Path file = Files.writeString(folder.resolve("model.plumb"), "old");
        archive().write(file);
        assertEquals(archive(), ModelArchive.read(file));
    }

    @Test
    void aDamagedFileIsRefusedOrHasTheSameContent() throws IOException {
        Path file = folder.resolve("model.plumb");
        archive().write(file);
        byte[] good = Files.readAllBytes(file);
        for (int position = 0; position < good.length; position++) {
            for (int flip : new int[] {1, 0x80}) {
                byte[] bad = good.clone();
                bad[position] ^= (byte) flip;
                assertRefusedOrEqual(Files.write(file, bad), "byte " + position);
            }
        }
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path file = folder.resolve("model.plumb");
        archive().write(file);
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThrows(FormatException.class, () -> ModelArchive.read(file), "cut to " + length);
        }
    }

    private static void assertRefusedOrEqual(Path file, String what) throws IOException {
        try {
            assertEquals(archive(), ModelArchive.read(file), what);
        } catch (FormatException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("model.plumb"), what);
        }
    }

    @Test
    void aForeignZipIsNamedAsSuch() throws IOException {
        Path file = zip(Map.of("../evil.txt", "x"));
        FormatException refused = assertThrows(FormatException.class, () -> ModelArchive.read(file));
        assertTrue(String.valueOf(refused.getMessage()).contains("it has no plumb.json, found [../evil.txt]"));
    }

    @Test
    void aNewerFormatAsksForANewerLibrary() throws IOException {
        Path file = zip(Map.of("plumb.json", "{\"format\":2,\"library\":\"9.0\"}"));
        FormatException refused = assertThrows(FormatException.class, () -> ModelArchive.read(file));
        assertTrue(String.valueOf(refused.getMessage())
                .endsWith("its format is 2, written by Plumb 9.0; "
                        + "this version reads formats up to 1: use a newer Plumb"));
    }

    private Path zip(Map<String, String> entries) throws IOException {
        Path file = folder.resolve("model.plumb");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    @Test
    void theFirstDifferenceOfTwoGraphsIsOneSentence() {
        assertEquals(Optional.empty(), GraphDifference.first(GRAPH, graph(3)));
        assertEquals(
                Optional.of("layer 'dense': units = 64 in the file, 3 in the model"),
                GraphDifference.first(GRAPH, graph(64)));
    }
}
