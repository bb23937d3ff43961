package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
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
    @TempDir
    Path folder;

    @Test
    void aModelComesBackAsItWasSaved() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.trained().write(file);
        assertEquals(Archives.trained(), Archives.read(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "nothing else is left in the folder");
        }
    }

    @Test
    void theSeedIsSavedBeforeAnyTraining() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.fresh(1).write(file);
        assertEquals(Archives.fresh(1), Archives.read(file));
    }

    @Test
    void brokenJsonIsSaidOnOneLine() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.fresh(1).write(file);
        ZipMutant broken = ZipMutant.of(file);
        broken.replaceText("plumb.json", "}", "");
        broken.write(file);
        String message =
                assertThrows(FormatException.class, () -> Archives.read(file)).getMessage();
        assertTrue(
                message.startsWith("'" + file + "' cannot be read as a model: plumb.json: it is not a JSON object: ")
                        && message.contains(": line 1, column "),
                message);
        assertFalse(message.contains("REDACTED") || message.contains("\n"), message);
    }

    /** A model that diverged can be looked at; NaN that nobody saved is damage. */
    @Test
    void whatIsNotFiniteIsSaidSo() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.fresh(Float.NaN).write(file);
        assertTrue(Float.isNaN(Archives.read(file).weights().get(0).floats().get(3)));
        ZipMutant said = ZipMutant.of(file);
        said.replaceText("plumb.json", "\"dense/kernel\"", "");
        said.write(file);
        assertEquals(
                "'" + file
                        + "' cannot be read as a model: weights.safetensors: 'dense/kernel' holds NaN or infinity, which it did not"
                        + " when it was saved; copy the file again or save the model again",
                assertThrows(FormatException.class, () -> Archives.read(file)).getMessage());
    }

    /** A file of the first format says nothing of freezing: all is as declared. */
    /** Adam would take the root of it: the next step would be NaN. */
    @Test
    void whatAveragesSquaresIsNotNegative() throws IOException {
        Path file = folder.resolve("model.plumb");
        ModelArchive sound = Archives.trained();
        for (String name : List.of("dense/bias/velocity", "dense/bias/momentum")) {
            List<TensorData> arrays = sound.optimizerArrays().stream()
                    .map(array -> array.name().equals(name) ? Archives.floats(name, List.of(3L), 1, -1e-9f, 0) : array)
                    .toList();
            new ModelArchive(sound.graph(), sound.seed(), sound.freezing(), sound.weights(), sound.optimizer(), arrays)
                    .write(file);
            if (name.endsWith("momentum")) {
                assertEquals(arrays, Archives.read(file).optimizerArrays());
                continue;
            }
            assertEquals(
                    "'" + file + "' cannot be read as a model: optimizer.safetensors: 'dense/bias/velocity' holds"
                            + " numbers below 0, but averages squares; copy the file again or save the model again",
                    assertThrows(FormatException.class, () -> Archives.read(file))
                            .getMessage());
        }
    }

    @Test
    void stepsAndEpochsAreNotNegative() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.trained().write(file);
        for (String count : List.of("\"iteration\":12", "\"epoch\":3")) {
            ZipMutant wrong = ZipMutant.of(file);
            wrong.replaceText("optimizer.json", count, count.replace(":", ":-"));
            Path other = folder.resolve("wrong.plumb");
            wrong.write(other);
            String message = assertThrows(FormatException.class, () -> Archives.read(other))
                    .getMessage();
            assertTrue(message.contains(", expected a whole number from 0"), message);
        }
    }

    @Test
    void filesFromBeforeFreezingAreRead() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.trained().write(file);
        ZipMutant old = ZipMutant.of(file);
        old.replaceText("plumb.json", "\"format\":2", "\"format\":1");
        old.replaceText("plumb.json", ",\"frozen\":[],\"unfrozen\":[],\"rates\":{\"dense\":0.5}", "");
        old.replaceText("optimizer.json", ",\"missed\":{}", "");
        old.write(file);
        ModelArchive read = Archives.read(file);
        assertEquals(FreezingState.NONE, read.freezing());
        assertEquals(Archives.trained().optimizer(), read.optimizer());
        assertEquals(Archives.trained().optimizerArrays(), read.optimizerArrays());
    }

    @Test
    void whatIsSaidOfFreezingFitsTheGraph() throws IOException {
        Path file = folder.resolve("model.plumb");
        assertEquals(
                "plumb.json: it says of 'dens' how it is trained, but the graph has no such layer with weights, did you mean"
                        + " 'dense'?",
                refused(file, "\"frozen\":[]", "\"frozen\":[\"dens\"]"));
        assertEquals(
                "plumb.json: it multiplies the learning rate of 'dense' by -0.5, expected a number above 0",
                refused(file, "\"dense\":0.5", "\"dense\":-0.5"));
        assertEquals(
                "plumb.json: it says of 'dense' that it is frozen and that it is not",
                refused(file, "\"frozen\":[],\"unfrozen\":[]", "\"frozen\":[\"dense\"],\"unfrozen\":[\"dense\"]"));
    }

    private static String refused(Path file, String old, String replacement) throws IOException {
        Archives.trained().write(file);
        ZipMutant wrong = ZipMutant.of(file);
        wrong.replaceText("plumb.json", old, replacement);
        wrong.write(file);
        String message =
                assertThrows(FormatException.class, () -> Archives.read(file)).getMessage();
        return message.substring(message.indexOf("plumb.json"));
    }

    /** What a graph or a header says about sizes is compared with what the file holds before memory is taken for it. */
    @Test
    void aSmallFileClaimsLittle() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.fresh(1).write(file);
        ZipMutant large = ZipMutant.of(file);
        large.replaceText("graph.json", "\"units\":3", "\"units\":100000000");
        large.write(file);
        assertEquals(
                "'" + file
                        + "' cannot be read as a model: weights.safetensors: 'dense/kernel' has the shape [2, 3], the graph needs"
                        + " [2, 100000000]",
                assertThrows(FormatException.class, () -> Archives.read(file)).getMessage());
        String header = "{\"dense/kernel\":{\"dtype\":\"F32\",\"shape\":[2,100000000],\"data_offsets\":[0,800000000]},"
                + "\"dense/bias\":{\"dtype\":\"F32\",\"shape\":[100000000],\"data_offsets\":[800000000,1200000000]}}";
        large.put("weights.safetensors", ZipMutant.safetensors(header, new byte[1_000]));
        large.write(file);
        int headerBytes = Long.BYTES + header.length();
        assertEquals(
                "'" + file + "' cannot be read as a model: weights.safetensors: it has " + (headerBytes + 1_000)
                        + " bytes, its header describes " + (headerBytes + 1_200_000_000),
                assertThrows(FormatException.class, () -> Archives.read(file)).getMessage());
    }

    @Test
    void savingReplacesAnOlderFile() throws IOException {
        Path file = Files.writeString(folder.resolve("model.plumb"), "old");
        Archives.trained().write(file);
        assertEquals(Archives.trained(), Archives.read(file));
    }

    @Test
    void aDamagedFileIsRefusedOrHasTheSameContent() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.trained().write(file);
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
        Archives.trained().write(file);
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThrows(FormatException.class, () -> Archives.read(file), "cut to " + length);
        }
    }

    private static void assertRefusedOrEqual(Path file, String what) throws IOException {
        try {
            assertEquals(Archives.trained(), Archives.read(file), what);
        } catch (FormatException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("model.plumb"), what);
        }
    }

    @Test
    void aForeignZipIsNamedAsSuch() throws IOException {
        Path file = zip(Map.of("../evil.txt", "x"));
        FormatException refused = assertThrows(FormatException.class, () -> Archives.read(file));
        assertEquals(
                "'" + file
                        + "' cannot be read as a model: it has the entry '../evil.txt', known are plumb.json, graph.json,"
                        + " weights.safetensors, optimizer.json, optimizer.safetensors, optimizers.json,"
                        + " optimizers.safetensors, vocabularies.json, probe.json, probe.safetensors, fit.json, fit.safetensors: was it written by save?",
                refused.getMessage());
    }

    @Test
    void aNewerFormatAsksForANewerLibrary() throws IOException {
        Path file = zip(Map.of(
                "plumb.json",
                "{\"format\":5,\"library\":\"9.0\",\"new\":1}",
                "graph.json",
                "",
                "weights.safetensors",
                ""));
        FormatException refused = assertThrows(FormatException.class, () -> Archives.read(file));
        assertTrue(String.valueOf(refused.getMessage())
                .endsWith("plumb.json: the format is 5, written by Plumb 9.0; "
                        + "this version reads formats up to 4: use a newer Plumb"));
    }

    @Test
    void twoEntriesOfOneNameAreRefused() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.trained().write(file);
        ZipMutant twice = ZipMutant.of(file);
        twice.put("graph.jsox", twice.entries().get("graph.json"));
        twice.write(file);
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, bytes.replace("graph.jsox", "graph.json"), StandardCharsets.ISO_8859_1);
        assertEquals(
                "'" + file + "' cannot be read as a model: the entry graph.json occurs twice",
                assertThrows(FormatException.class, () -> Archives.read(file)).getMessage());
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
        assertEquals(Optional.empty(), GraphDifference.first(Archives.GRAPH, Archives.graph(3)));
        assertEquals(
                Optional.of("layer 'dense': units = 64 in the file, 3 in the model"),
                GraphDifference.first(Archives.GRAPH, Archives.graph(64)));
    }
}
