package dev.plumb.data.source;

import dev.plumb.array.InputException;
import dev.plumb.graph.problem.Similar;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays that NumPy wrote: {@code .npy} files of one, {@code .npz} files of several by their names. Both orders of elements and of bytes, integers and
 * booleans to int32, floating-point numbers to float32; no objects, strings or complex numbers. The format is that of numpy.lib.format, versions 1
 * to 3.
 */
public final class NumpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int MOST_AXES = 32;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

    private NumpyFile() {}

    /**
     * Reads the array of a {@code .npy} file.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read or is no such file; the message names it
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
     * @throws java.io.UncheckedIOException if the file cannot be read or is no such file; the message names it and the array
     */
    public static Map<String, INDArray> readAll(Path file) {
        return SourceFile.guarded(file, path -> {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            try (ZipFile zip = new ZipFile(path.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String name = entry.getName().replaceFirst("\\.npy$", "");
                    arrays.put(name, array(name, zip, entry));
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
     * @throws java.io.UncheckedIOException if the file cannot be read or is no such file
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
        byte[] magic = SourceFile.bytes(input, MAGIC.length + 2);
        if (!Arrays.equals(Arrays.copyOf(magic, MAGIC.length), MAGIC)) {
            throw new SourceFile.Malformed("it does not begin as an array of NumPy does");
        }
        int version = magic[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new SourceFile.Malformed("it has version " + version + " of the format, expected 1 to 3");
        }
        byte[] length = SourceFile.bytes(input, version == 1 ? 2 : 4);
        long bytes = 0;
        for (int i = length.length - 1; i >= 0; i--) {
            bytes = bytes << 8 | Byte.toUnsignedInt(length[i]);
        }
        if (bytes > LONGEST_HEADER) {
            throw new SourceFile.Malformed("its header says that it has " + bytes + " bytes, at most " + LONGEST_HEADER
                    + " are read");
        }
        String header = new String(SourceFile.bytes(input, (int) bytes), StandardCharsets.UTF_8);
        String[] type = groups(TYPE, header, "a type of numbers ('descr')");
        boolean columnMajor = groups(ORDER, header, "'fortran_order'")[0].equals("True");
        long[] shape = shape(groups(SHAPE, header, "a shape")[0]);
        ArrayBytes.Element element = element(type[1] + type[2], header);
        ByteOrder order = type[0].equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return ArrayBytes.array(
                SourceFile.bytes(input, ArrayBytes.size(element, shape)), element, order, shape, columnMajor);
    }

    private static String[] groups(Pattern pattern, String header, String what) throws SourceFile.Malformed {
        Matcher found = pattern.matcher(header);
        if (!found.find()) {
            throw new SourceFile.Malformed("its header has not " + what + ": " + shortened(header));
        }
        String[] groups = new String[found.groupCount()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = found.group(i + 1);
        }
        return groups;
    }

    private static long[] shape(String text) throws SourceFile.Malformed {
        String[] sizes = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .toArray(String[]::new);
        if (sizes.length > MOST_AXES || Arrays.stream(sizes).anyMatch(size -> !size.matches("\\d{1,18}"))) {
            throw new SourceFile.Malformed("its shape is no shape: (" + shortened(text) + ")");
        }
        return Arrays.stream(sizes).mapToLong(Long::parseLong).toArray();
    }

    private static ArrayBytes.Element element(String type, String header) throws SourceFile.Malformed {
        return switch (type) {
            case "b1" -> ArrayBytes.Element.BOOL;
            case "i1" -> ArrayBytes.Element.INT8;
            case "i2" -> ArrayBytes.Element.INT16;
            case "i4" -> ArrayBytes.Element.INT32;
            case "i8" -> ArrayBytes.Element.INT64;
            case "u1" -> ArrayBytes.Element.UINT8;
            case "u2" -> ArrayBytes.Element.UINT16;
            case "u4" -> ArrayBytes.Element.UINT32;
            case "u8" -> ArrayBytes.Element.UINT64;
            case "f2" -> ArrayBytes.Element.FLOAT16;
            case "f4" -> ArrayBytes.Element.FLOAT32;
            case "f8" -> ArrayBytes.Element.FLOAT64;
            default -> throw new SourceFile.Malformed(
                    "its elements are no numbers or booleans of up to 64 bits: " + shortened(header));
        };
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("[^\\x20-\\x7E]", "?");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }
}
