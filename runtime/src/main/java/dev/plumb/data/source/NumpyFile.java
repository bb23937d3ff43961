package dev.plumb.data.source;

import dev.plumb.array.InputException;
import dev.plumb.graph.problem.Similar;
import dev.plumb.io.FileReplacement;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays of NumPy, in and out: {@code .npy} files of one, {@code .npz} files of several by their names. Read are both orders of elements and of bytes,
 * integers and booleans to int32, floating-point numbers to float32; no objects, strings or complex numbers. The format is that of numpy.lib.format,
 * versions 1 to 3.
 */
public final class NumpyFile {
    private static final String ENDING = ".npy";

    /** The same arrays give the same bytes, as those of NumPy. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NumpyFile() {}

    /**
     * Reads the array of a {@code .npy} file.
     *
     * @throws UncheckedIOException if the file cannot be read or is no such file; the message names it
     */
    public static INDArray read(Path file) {
        return SourceFile.read(file, input -> {
            INDArray array = array(input);
            SourceFile.requireEnd(input);
            return array;
        });
    }

    /**
     * Reads all arrays of a {@code .npz} file, by their names without {@code .npy}, in their order.
     *
     * @throws UncheckedIOException if the file cannot be read or is no such file; the message names it and the array
     */
    public static Map<String, INDArray> readAll(Path file) {
        return SourceFile.guarded(file, path -> {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            try (ZipFile zip = new ZipFile(path.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String name = entry.getName().endsWith(ENDING)
                            ? entry.getName().substring(0, entry.getName().length() - ENDING.length())
                            : entry.getName();
                    if (arrays.put(name, array(name, zip, entry)) != null) {
                        throw new SourceFile.Malformed("it has two arrays '" + name + "'");
                    }
                }
            }
            if (arrays.isEmpty()) {
                throw new SourceFile.Malformed("it has no arrays");
            }
            return arrays;
        });
    }

    private static INDArray array(String name, ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream packed = zip.getInputStream(entry);
                CheckedInputStream input = new CheckedInputStream(new BufferedInputStream(packed), new CRC32())) {
            INDArray array = array(input);
            SourceFile.requireEnd(input);
            if (input.getChecksum().getValue() != entry.getCrc()) {
                throw new SourceFile.Malformed("its checksum is wrong, so it was damaged");
            }
            return array;
        } catch (SourceFile.Malformed e) {
            throw new SourceFile.Malformed("array '" + name + "': " + e.getMessage());
        } catch (EOFException e) {
            throw new SourceFile.Malformed("array '" + name + "' ends too early");
        }
    }

    /**
     * Reads one array of a {@code .npz} file.
     *
     * @throws InputException if there is none of that name; the message has those that there are
     * @throws UncheckedIOException if the file cannot be read or is no such file
     */
    public static INDArray read(Path file, String name) {
        Map<String, INDArray> arrays = readAll(file);
        INDArray array = arrays.get(name);
        if (array == null) {
            throw new InputException(SourceFile.name(file) + " has no array '" + name + "'"
                    + Similar.hint(name, arrays.keySet()) + ": it has " + arrays.keySet());
        }
        return array;
    }

    private static INDArray array(InputStream input) throws IOException {
        NumpyHeader header = NumpyHeader.read(input);
        int size = ArrayBytes.size(header.element(), header.sizes());
        try {
            return ArrayBytes.array(
                    SourceFile.bytes(input, size),
                    header.element(),
                    header.order(),
                    header.sizes(),
                    header.columnMajor());
        } catch (OutOfMemoryError e) { // a few packed bytes may be a large array
            throw new SourceFile.Malformed("it needs more memory than there is: its shape "
                    + ArrayBytes.text(header.sizes()) + " has " + size + " bytes");
        }
    }

    /**
     * The rows of a {@code .npy} file, which may be larger than the memory: {@code Dataset.indexed(x, y, images.size(), i -> Example.of(images.row(i),
     * labels.row(i)))}.
     *
     * @throws UncheckedIOException if the file cannot be read, is no such file, has another size than it says, or is not row-major; the message
     *     names it
     */
    public static NumpyRows rows(Path file) {
        return NumpyRows.open(file);
    }

    /**
     * Writes an array as a {@code .npy} file, whole or not at all: numbers and booleans as they are, bfloat16 as float32.
     *
     * @throws InputException if it holds anything else, or nothing
     * @throws UncheckedIOException if that fails; the message names the file
     */
    public static void write(Path file, INDArray array) {
        NumpyWriter writer = NumpyWriter.of("the array", array);
        replace(file, writer::write);
    }

    /** Writes arrays by their names as a {@code .npz} file, as {@link #write(Path, INDArray)} does; not compressed, as {@code numpy.savez}. */
    public static void write(Path file, Map<String, INDArray> arrays) {
        if (arrays.isEmpty()) {
            throw new InputException("there are no arrays to write: expected at least one");
        }
        Map<String, NumpyWriter> writers = new LinkedHashMap<>();
        arrays.forEach((name, array) -> writers.put(name, NumpyWriter.of("array '" + name + "'", array)));
        replace(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, NumpyWriter> array : writers.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
                entry.setSize(array.getValue().bytes());
                entry.setCrc(array.getValue().checksum());
                entry.setTimeLocal(EARLIEST);
                zip.putNextEntry(entry);
                array.getValue().write(zip);
                zip.closeEntry();
            }
            zip.finish();
        });
    }

    private static void replace(Path file, FileReplacement.Content content) {
        try {
            FileReplacement.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
