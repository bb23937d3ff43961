package dev.plumb.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Example;
import dev.plumb.data.IndexedDataset;
import dev.plumb.data.Structure;
import dev.plumb.data.Values;
import dev.plumb.fixtures.ArrayFileCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Arrays that NumPy reads, rows of files, and headers that are not what they should be. */
final class NumpyFileTest {
    private static final List<DataType> TYPES = List.of(
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.FLOAT16,
            DataType.INT64,
            DataType.INT32,
            DataType.INT16,
            DataType.INT8,
            DataType.UINT8,
            DataType.UINT16,
            DataType.UINT32,
            DataType.UINT64,
            DataType.BOOL);

    @TempDir
    Path folder;

    /** With {@code -Dplumb.numpy.written=FOLDER} for {@code fixtures/numpy_written.py}, which reads them by NumPy. */
    private Path written(String name) throws IOException {
        String kept = System.getProperty("plumb.numpy.written");
        return (kept == null ? folder : Files.createDirectories(Path.of(kept))).resolve(name);
    }

    private static INDArray numbers(DataType type) {
        return Nd4j.arange(24).castTo(DataType.FLOAT).reshape(2, 3, 4).castTo(type);
    }

    private static INDArray expected(DataType type) {
        INDArray numbers = numbers(type);
        return numbers.castTo(type.isFPType() ? DataType.FLOAT : DataType.INT32);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Map<String, INDArray> all = new LinkedHashMap<>();
        for (DataType type : TYPES) {
            String name = type.name().toLowerCase(Locale.ROOT);
            Path file = written(name + ".npy");
            NumpyFile.write(file, numbers(type));
            assertEquals(expected(type), NumpyFile.read(file), name);
            all.put(name, numbers(type));
        }
        Path file = written("all.npz");
        NumpyFile.write(file, all);
        Map<String, INDArray> read = NumpyFile.readAll(file);
        assertEquals(List.copyOf(all.keySet()), List.copyOf(read.keySet()));
        for (DataType type : TYPES) {
            assertEquals(expected(type), read.get(type.name().toLowerCase(Locale.ROOT)));
        }
        byte[] before = Files.readAllBytes(file);
        NumpyFile.write(file, all);
        assertArrayEquals(before, Files.readAllBytes(file), "the same arrays give the same bytes");
    }

    @Test
    void viewsAndOtherOrdersAreWrittenAsTheyLook() throws IOException {
        INDArray array = numbers(DataType.FLOAT);
        INDArray turned = array.permute(2, 0, 1);
        NumpyFile.write(written("turned.npy"), turned);
        assertEquals(turned.dup('c'), NumpyFile.read(written("turned.npy")));
        INDArray part = array.get(NDArrayIndex.point(1), NDArrayIndex.interval(1, 3));
        NumpyFile.write(written("part.npy"), part);
        assertEquals(part.dup('c'), NumpyFile.read(written("part.npy")));
        NumpyFile.write(written("scalar.npy"), Nd4j.scalar(2.5f));
        assertEquals(2.5f, NumpyFile.read(written("scalar.npy")).getFloat(0));
        NumpyFile.write(written("vector.npy"), Nd4j.createFromArray(1f, 2f));
        assertArrayEquals(new long[] {2}, NumpyFile.read(written("vector.npy")).shape());
        NumpyFile.write(written("narrow.npy"), array.castTo(DataType.BFLOAT16));
        assertEquals(array, NumpyFile.read(written("narrow.npy")));
    }

    /** Byte by byte, header included. */
    @Test
    void aFileIsWhatNumpyWouldHaveWritten() throws IOException {
        int compared = 0;
        for (ArrayFileCase known : ArrayFileCase.read()) {
            if (known.name().startsWith("<f4 C") || known.name().startsWith("<i4 C")) {
                Path file = Files.write(folder.resolve("known.npy"), known.file());
                INDArray array = NumpyFile.read(file);
                NumpyFile.write(file, array);
                assertArrayEquals(known.file(), Files.readAllBytes(file), known.name());
                compared++;
            }
        }
        assertEquals(6, compared);
    }

    @Test
    void whatNumpyHasNotIsRefused() {
        Path file = folder.resolve("none.npy");
        InputException strings = assertThrows(InputException.class, () -> NumpyFile.write(file, Nd4j.create("a", "b")));
        assertEquals("the array holds UTF8: expected numbers or booleans", strings.getMessage());
        InputException empty = assertThrows(
                InputException.class, () -> NumpyFile.write(file, Map.of("x", Nd4j.empty(DataType.FLOAT))));
        assertTrue(empty.getMessage().startsWith("array 'x' has no elements: its shape is "), empty.getMessage());
        assertThrows(InputException.class, () -> NumpyFile.write(file, Map.of()));
        assertTrue(Files.notExists(file));
    }

    @Test
    void rowsAreReadInAnyOrder() throws IOException {
        Path images = folder.resolve("images.npy");
        Path labels = folder.resolve("labels.npy");
        NumpyFile.write(images, numbers(DataType.DOUBLE));
        NumpyFile.write(labels, Nd4j.createFromArray(7L, -8L));
        NumpyRows image = NumpyFile.rows(images);
        NumpyRows label = NumpyFile.rows(labels);
        assertEquals(2, image.size());
        assertArrayEquals(new int[] {3, 4}, image.shape());
        assertEquals(
                Values.floats(12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23).shaped(3, 4), image.row(1));
        assertEquals(Values.label(-8), label.row(1));
        assertThrows(IndexOutOfBoundsException.class, () -> image.row(2));
        IndexedDataset<INDArray, INDArray> data = Dataset.indexed(
                Structure.single("image"),
                Structure.single("label"),
                image.size(),
                i -> Example.of(image.row(i), label.row(i)));
        assertEquals(Example.of(image.row(0), label.row(0)), data.example(0));
        for (ArrayFileCase known : ArrayFileCase.read()) {
            if (known.name().endsWith("C (2, 3, 4)")) {
                NumpyRows rows = NumpyFile.rows(Files.write(folder.resolve("known.npy"), known.file()));
                for (int i = 0; i < known.values().get("").size(); i++) {
                    assertEquals(
                            known.values().get("").get(i),
                            rows.row(i / 12).isInts()
                                    ? (float) rows.row(i / 12).integerAt(i % 12)
                                    : rows.row(i / 12).numberAt(i % 12),
                            known.name());
                }
            }
        }
    }

    @Test
    void whatIsBeyondFloat32IsRefused() throws IOException {
        Path file = folder.resolve("large.npy");
        NumpyFile.write(file, Nd4j.createFromArray(new double[] {1, Double.POSITIVE_INFINITY, 1e300}));
        UncheckedIOException large = assertThrows(UncheckedIOException.class, () -> NumpyFile.read(file));
        assertEquals("cannot read " + file + ": element 2 is 1.0E300, which is beyond float32", large.getMessage());
    }

    @Test
    void rowsOfOtherFilesAreRefused() throws IOException {
        Path file = folder.resolve("rows.npy");
        NumpyFile.write(file, Nd4j.createFromArray(new long[][] {{1, 2}, {3, 1L << 40}}));
        NumpyRows rows = NumpyFile.rows(file);
        UncheckedIOException large = assertThrows(UncheckedIOException.class, () -> rows.row(1));
        assertEquals(
                "cannot read " + file + ": row 1: element 1 is 1099511627776, which does not fit into 32 bits",
                large.getMessage());
        byte[] sound = Files.readAllBytes(file);
        refusesRows("it has 159 bytes, its header describes 160", Arrays.copyOf(sound, 159));
        refusesRows("it has 161 bytes, its header describes 160", Arrays.copyOf(sound, 161));
        refusesRows("it has one number and no rows", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4));
        refusesRows(
                "its rows are not stored one after the other (fortran_order): save numpy.ascontiguousarray(array), or"
                        + " read it whole by NumpyFile.read",
                npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", 4));
    }

    private void refusesRows(String expected, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("refused.npy"), bytes);
        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> NumpyFile.rows(file));
        assertEquals("cannot read " + file + ": " + expected, refused.getMessage());
    }

    private static byte[] npy(String header, int elements) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        file.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(new byte[elements]);
        return file.toByteArray();
    }

    private void refuses(String expected, String header) throws IOException {
        Path file = Files.write(folder.resolve("refused.npy"), npy(header, 8));
        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> NumpyFile.read(file));
        assertTrue(refused.getMessage().startsWith("cannot read " + file + ": " + expected), refused.getMessage());
    }

    @Test
    void aHeaderHasExactlyThreeKeys() throws IOException {
        Path sound = Files.write(
                folder.resolve("sound.npy"), npy(" {\"shape\":(2L,),\"fortran_order\":True,\"descr\":\"=f4\"}\n", 8));
        assertArrayEquals(new long[] {2}, NumpyFile.read(sound).shape());
        refuses("its header has not exactly", "{'descr': '<f4', 'shape': (2,), }");
        refuses("its header has not exactly", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': True}");
        refuses(
                "its header has 'shape' twice",
                "{'descr': '<f4', 'shape': (2,), 'fortran_order': False, 'shape': (2,)}");
        refuses("its header is no dictionary", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} # }x");
        refuses("its header cannot be read at", "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}");
        refuses("its shape is no shape: (2)", "{'descr': '<f4', 'fortran_order': False, 'shape': (2)}");
        refuses("its shape is no shape: (2,,1)", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,,1)}");
        refuses("its shape is no shape: (-2,)", "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}");
        refuses("its elements are no numbers", "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}");
        refuses("its elements are no numbers", "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}");
        refuses(
                "its elements are records of several fields",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}");
        refuses("there is more behind its end", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}");
    }

    /** A few hundred kilobytes, packed, of an array that does not fit into memory: seen from a program with little of it. */
    @Test
    void anArrayThatIsLargerThanTheMemoryIsRefused() throws Exception {
        Path file = folder.resolve("large.npz");
        int count = 40_000_000;
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (" + count + ",), }", 0));
            byte[] piece = new byte[1 << 20];
            for (long left = 4L * count; left > 0; left -= piece.length) {
                zip.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadAll.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                "cannot read " + file + ": array 'x': it needs more memory than there is: its shape (40000000) has"
                        + " 160000000 bytes",
                said.strip());
    }

    /** Reads a file and prints why it cannot. */
    static final class ReadAll {
        private ReadAll() {}

        @SuppressWarnings("SystemOut") // what its caller reads
        public static void main(String[] arguments) {
            try {
                System.out.println(NumpyFile.readAll(Path.of(arguments[0])).keySet());
            } catch (UncheckedIOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void anArchiveHasEachNameOnce() throws IOException {
        Path file = folder.resolve("twice.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("x", "x.npy")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4));
            }
        }
        UncheckedIOException twice = assertThrows(UncheckedIOException.class, () -> NumpyFile.readAll(file));
        assertEquals("cannot read " + file + ": it has two arrays 'x'", twice.getMessage());
    }
}
