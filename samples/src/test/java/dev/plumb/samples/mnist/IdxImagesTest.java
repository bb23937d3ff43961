package dev.plumb.samples.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.samples.data.LabelledImages;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxImagesTest {
    private static final int SIDE = 28;

    @TempDir
    Path folder;

    @Test
    void pixelsAndLabelsAreRead() throws IOException {
        write("train", 3, false);
        LabelledImages images = IdxImages.read(folder, "train");
        assertEquals(List.of(0, 1, 2), images.classes());
        assertArrayEquals(new long[] {3, SIDE * SIDE}, images.flat().shape());
        assertArrayEquals(new long[] {3, SIDE, SIDE, 1}, images.images().shape());
        assertEquals(1 / 255f, images.pixels().get(1)[SIDE]);
    }

    @Test
    void compressedFilesAreReadAsWell() throws IOException {
        write("t10k", 3, true);
        assertEquals(3, IdxImages.read(folder, "t10k").size());
    }

    @Test
    void aFileThatEndsTooEarlyIsTold() throws IOException {
        write("train", 3, false);
        Path file = folder.resolve("train-images-idx3-ubyte");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        IOException problem = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertEquals(file + " ends within image 2 of 3", problem.getMessage());
    }

    @Test
    void aForeignFileIsTold() throws IOException {
        Files.writeString(folder.resolve("train-labels-idx1-ubyte"), "a text, no labels");
        IOException problem = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertTrue(problem.getMessage().contains("an IDX file with 00000801 was expected"), problem.getMessage());
    }

    @Test
    void theSampleTrainsOnSuchAFolder() throws IOException {
        write("train", 600, false);
        write("t10k", 100, true);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new MnistSample().run(List.of(folder.toString()), new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertTrue(printed.toString(StandardCharsets.UTF_8).startsWith("Test: accuracy"), printed::toString);
    }

    /** Images of noise with a line of one shade whose place is the label. */
    private void write(String part, int count, boolean compressed) throws IOException {
        String end = compressed ? ".gz" : "";
        Random random = new Random(count);
        try (DataOutputStream images = open(part + "-images-idx3-ubyte" + end, compressed);
                DataOutputStream labels = open(part + "-labels-idx1-ubyte" + end, compressed)) {
            images.writeInt(0x803);
            images.writeInt(count);
            images.writeInt(SIDE);
            images.writeInt(SIDE);
            labels.writeInt(0x801);
            labels.writeInt(count);
            for (int i = 0; i < count; i++) {
                byte[] pixels = new byte[SIDE * SIDE];
                random.nextBytes(pixels);
                Arrays.fill(pixels, SIDE * (i % 10), SIDE * (i % 10) + SIDE, (byte) 1);
                images.write(pixels);
                labels.writeByte(i % 10);
            }
        }
    }

    private DataOutputStream open(String name, boolean compressed) throws IOException {
        OutputStream file = Files.newOutputStream(folder.resolve(name));
        return new DataOutputStream(compressed ? new GZIPOutputStream(file) : file);
    }
}
