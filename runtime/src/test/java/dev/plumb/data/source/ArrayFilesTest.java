package dev.plumb.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.fixtures.ArrayFileCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays of IDX and NumPy files. */
final class ArrayFilesTest {
    @TempDir
    Path folder;

    static Stream<ArrayFileCase> files() {
        return ArrayFileCase.read().stream();
    }

    private static List<Float> numbers(INDArray array) {
        List<Float> numbers = new ArrayList<>();
        INDArray row = array.castTo(DataType.FLOAT).dup('c').reshape(array.length());
        for (int i = 0; i < array.length(); i++) {
            numbers.add(row.getFloat(i));
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatNumpyWroteIsRead(ArrayFileCase file) throws IOException {
        Path path = Files.write(folder.resolve("arrays"), file.file());
        if (file.values().size() > 1) {
            Map<String, INDArray> arrays = NumpyFile.readAll(path);
            assertEquals(List.of("x", "labels"), List.copyOf(arrays.keySet()));
            assertEquals(file.values().get("x"), numbers(arrays.get("x")));
            assertEquals(file.values().get("labels"), numbers(NumpyFile.read(path, "labels")));
            assertEquals(DataType.INT32, arrays.get("labels").dataType());
            InputException unknown = assertThrows(InputException.class, () -> NumpyFile.read(path, "label"));
            assertEquals("arrays has no array 'label', did you mean 'labels'?: it has [x, labels]", unknown.getMessage());
        } else {
            INDArray array = NumpyFile.read(path);
            assertEquals(file.shape(), Arrays.stream(array.shape()).boxed().toList());
            assertEquals(file.values().get(""), numbers(array));
            assertEquals(file.name().contains("f") ? DataType.FLOAT : DataType.INT32, array.dataType());
        }
    }

    /** An IDX file of bytes. */
    static byte[] idx(int... sizes) {
        int count = 1;
        ByteBuffer head = ByteBuffer.allocate(4 + 4 * sizes.length);
        head.put(new byte[] {0, 0, 8, (byte) sizes.length});
        for (int size : sizes) {
            head.putInt(size);
            count *= size;
        }
        ByteBuffer all = ByteBuffer.allocate(head.capacity() + count).put(head.flip());
        for (int i = 0; i < count; i++) {
            all.put((byte) (i * 7));
        }
        return all.array();
    }

    @Test
    void idxFilesAreReadPackedOrNot() throws IOException {
        INDArray images = IdxFile.read(Files.write(folder.resolve("images"), idx(5, 3, 4)));
        assertArrayEquals(new long[] {5, 3, 4}, images.shape());
        assertEquals(DataType.INT32, images.dataType());
        assertEquals(59 * 7 % 256, images.getInt(4, 2, 3));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(idx(5));
        }
        assertEquals(21, IdxFile.read(Files.write(folder.resolve("labels.gz"), packed.toByteArray())).getInt(3));
        ByteBuffer doubles = ByteBuffer.allocate(24).put(new byte[] {0, 0, 14, 1}).putInt(2).putDouble(0.5).putDouble(-3);
        INDArray numbers = IdxFile.read(Files.write(folder.resolve("doubles"), doubles.array()));
        assertEquals(List.of(0.5f, -3f), numbers(numbers));
        refuses("it is a gzip file: its name needs to end with .gz", "labels", packed.toByteArray());
        refuses("there is more behind its end", "more", Arrays.copyOf(idx(5), 20));
        refuses("it ends too early", "less", Arrays.copyOf(idx(5), 12));
        refuses("it has no elements: its shape is (0)", "none", idx(0));
        refuses("has more than 2^31 bytes of uint8", "huge", huge());
    }

    private static byte[] huge() {
        return ByteBuffer.allocate(16)
                .put(new byte[] {0, 0, 8, 3})
                .putInt(60_000)
                .putInt(60_000)
                .putInt(60_000)
                .array();
    }

    private void refuses(String expected, String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> IdxFile.read(file));
        assertTrue(refused.getMessage().contains("cannot read " + file), refused.getMessage());
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }
}
