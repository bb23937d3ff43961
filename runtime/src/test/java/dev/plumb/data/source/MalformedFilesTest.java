package dev.plumb.data.source;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.plumb.fixtures.ArrayFileCase;
import dev.plumb.fixtures.ImageFolderCase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were damaged in many ways: cut, lengthened, with other bytes, with sizes that are huge. What cannot be read is an error that names the
 * file; nothing else is thrown, and nothing takes much memory.
 */
final class MalformedFilesTest {
    private static final int DAMAGES = 400;

    @TempDir
    Path folder;

    /** One sound file damaged in many ways, and how many of these were refused. */
    private int refused(String name, byte[] sound, boolean cutsOnly, Consumer<Path> read) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        int refused = 0;
        for (int seed = 0; seed < DAMAGES; seed++) {
            Files.write(file, damaged(sound, new SplittableRandom(seed), cutsOnly));
            try {
                read.accept(file);
            } catch (UncheckedIOException e) {
                assertTrue(e.getMessage().startsWith("cannot read " + file + ": "), seed + ": " + e.getMessage());
                assertTrue(e.getMessage().length() < 600, seed + ": " + e.getMessage());
                refused++;
            } catch (RuntimeException | OutOfMemoryError e) {
                fail(name + ", damage " + seed + " gave " + e, e);
            }
        }
        return refused;
    }

    private static byte[] damaged(byte[] sound, SplittableRandom random, boolean cutsOnly) {
        int kind = cutsOnly ? 0 : random.nextInt(4);
        if (kind == 0) {
            return Arrays.copyOf(sound, random.nextInt(sound.length));
        }
        if (kind == 1) {
            return Arrays.copyOf(sound, sound.length + 1 + random.nextInt(20));
        }
        byte[] damaged = sound.clone();
        int limit = kind == 2 ? Math.min(24, sound.length) : sound.length;
        for (int i = 0; i <= random.nextInt(4); i++) {
            damaged[random.nextInt(limit)] = (byte) (random.nextInt(3) == 0 ? 0xFF : random.nextInt(256));
        }
        return damaged;
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void filesOfArrays() throws IOException {
        byte[] images = ArrayFilesTest.idx(3, 4, 4);
        assertTrue(refused("images", images, false, IdxFile::read) > DAMAGES / 2);
        assertTrue(
                refused("cut", images, true, IdxFile::read) == DAMAGES,
                "a part of a file is never taken for all of it");
        assertTrue(refused("images.gz", packed(images), false, IdxFile::read) > DAMAGES / 2);
        assertTrue(refused("cut.gz", packed(images), true, IdxFile::read) == DAMAGES);
        for (ArrayFileCase file : ArrayFileCase.read()) {
            if (List.of("<f4 F (2, 3, 4)", ">i8 C (5,)").contains(file.name())) {
                assertTrue(refused("array.npy", file.file(), false, NumpyFile::read) > DAMAGES / 4, file.name());
                assertTrue(refused("cut.npy", file.file(), true, NumpyFile::read) == DAMAGES);
                assertTrue(refused("cut rows.npy", file.file(), true, NumpyFile::rows) == DAMAGES);
                refused("rows.npy", file.file(), false, path -> NumpyFile.rows(path)
                        .row(0));
            }
            if (file.name().startsWith("npz")) {
                assertTrue(refused("arrays.npz", file.file(), false, NumpyFile::readAll) > DAMAGES / 2);
                assertTrue(refused("cut.npz", file.file(), true, NumpyFile::readAll) == DAMAGES);
            }
        }
    }

    @Test
    void images() throws IOException {
        ImageFolderCase keras = ImageFolderCase.read().get(0);
        byte[] png = keras.files().get("cat/b2.png");
        Consumer<Path> read = file -> ImageFolder.of(folder, 3, 3).example(0);
        assertTrue(refused("a/x.png", png, false, read) > DAMAGES / 4);
        Files.delete(folder.resolve("a/x.png"));
        for (String format : List.of("jpg", "gif", "bmp")) {
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            ImageIO.write(ImageIO.read(new ByteArrayInputStream(png)), format, encoded);
            refused("a/x." + format, encoded.toByteArray(), false, read);
            Files.delete(folder.resolve("a/x." + format));
        }
    }

    @Test
    void texts() throws IOException {
        byte[] text = "Gr\u00fc\u00dfe aus K\u00f6ln: \u20ac 5, \ud83d\ude00\n"
                .repeat(5)
                .getBytes(StandardCharsets.UTF_8);
        assertTrue(refused("a/x.txt", text, false, file -> TextFolder.of(folder).example(0)) > DAMAGES / 4);
    }
}
