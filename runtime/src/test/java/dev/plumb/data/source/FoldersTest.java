package dev.plumb.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Example;
import dev.plumb.data.Values;
import dev.plumb.fixtures.ImageFolderCase;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of images and of texts. */
final class FoldersTest {
    @TempDir
    Path folder;

    static Stream<ImageFolderCase> folders() {
        return ImageFolderCase.read().stream();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void imagesAreThoseOfKeras(ImageFolderCase keras) throws IOException {
        for (Map.Entry<String, byte[]> file : keras.files().entrySet()) {
            write(file.getKey(), file.getValue());
        }
        ImageFolder images = ImageFolder.of(folder, 5, 7);
        ImageFolder read = keras.mode().equals("rgb") ? images : images.grayscale();
        assertEquals(keras.classes(), read.classes());
        assertEquals(keras.paths().size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            assertEquals(
                    keras.paths().get(i),
                    folder.relativize(read.file(i)).toString().replace('\\', '/'));
            Example example = read.example(i);
            assertEquals(keras.labels().get(i), (float) example.target().integerAt(0));
            List<Float> pixels = keras.images().get(i);
            assertEquals(pixels.size(), example.input().size());
            for (int j = 0; j < pixels.size(); j++) {
                assertEquals(
                        pixels.get(j), example.input().numberAt(j), 1e-3, "pixel " + j + " of " + read.file(i));
            }
        }
    }

    private Path write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    @Test
    void allFormatsAreDecoded() throws IOException {
        for (String format : List.of("png", "jpg", "gif", "bmp")) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 64; i++) {
                image.setRGB(i % 8, i / 8, 0x204060);
            }
            Path file = folder.resolve("plain/image." + format);
            Files.createDirectories(file.getParent());
            assertTrue(ImageIO.write(image, format, file.toFile()), format);
        }
        ImageFolder images = ImageFolder.of(folder, 2, 2).named("photo", "kind");
        assertEquals(List.of("photo"), images.inputStructure().names());
        assertEquals("4 images of 1 classes, (2, 2, 3)", images.toString());
        for (int i = 0; i < 4; i++) {
            Values pixels = images.example(i).input();
            assertEquals(0x20, pixels.numberAt(0), 3, images.file(i).toString());
            assertEquals(0x40, pixels.numberAt(1), 3);
            assertEquals(0x60, pixels.numberAt(2), 3);
        }
    }

    @Test
    void whatIsNoImageIsNamed() throws IOException {
        Path file = write("a/x.png", "no image".getBytes(StandardCharsets.UTF_8));
        UncheckedIOException refused = assertThrows(
                UncheckedIOException.class, () -> ImageFolder.of(folder, 2, 2).example(0));
        assertTrue(refused.getMessage().contains(file + ": it is no PNG, JPEG, GIF or BMP image"), refused.getMessage());
        assertThrows(InputException.class, () -> ImageFolder.of(folder, 0, 2));
        assertThrows(InputException.class, () -> ImageFolder.of(folder.resolve("a"), 2, 2));
        assertThrows(InputException.class, () -> ImageFolder.of(folder.resolve("none"), 2, 2));
        assertThrows(InputException.class, () -> TextFolder.of(folder));
    }

    @Test
    void textsAreStringsWithTheClassOfTheirFolder() throws IOException {
        write("pos/1.txt", "gr\u00f6\u00dfer\nals".getBytes(StandardCharsets.UTF_8));
        write("neg/2.txt", new byte[0]);
        write("neg/10.txt", "b\u00f6se".getBytes(StandardCharsets.ISO_8859_1));
        TextFolder texts = TextFolder.of(folder);
        assertEquals(List.of("neg", "pos"), texts.classes());
        assertEquals(Example.of(Values.text("gr\u00f6\u00dfer\nals"), Values.label(1)), texts.example(2));
        assertEquals("", texts.example(1).input().stringAt(0));
        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> texts.example(0));
        assertTrue(
                refused.getMessage().endsWith("10.txt: line 1 is no text in UTF-8: charset(…) reads another"),
                refused.getMessage());
        assertEquals(
                "b\u00f6se",
                texts.charset(StandardCharsets.ISO_8859_1).example(0).input().stringAt(0));
    }
}
