package dev.plumb.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an array of NumPy says about itself before its elements: the format of numpy.lib.format, versions 1 to 3. A magic number, a version, the length of
 * the header, and a dictionary of Python with exactly three keys.
 *
 * @param element what the elements are
 * @param order of the bytes of an element
 * @param columnMajor whether the first axis is the fastest ({@code fortran_order})
 * @param shape the size of each axis; none for a scalar
 * @param bytes the length of all that lies before the elements
 */
record NumpyHeader(ArrayBytes.Element element, ByteOrder order, boolean columnMajor, List<Long> shape, int bytes) {
    NumpyHeader {
        shape = List.copyOf(shape);
    }

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;
    private static final int MOST_AXES = 32;

    /** Elements begin at a multiple of it. */
    private static final int ALIGNMENT = 64;

    private static final Pattern ENTRY =
            Pattern.compile("\\s*(['\"])(\\w+)\\1\\s*:\\s*('[^']*'|\"[^\"]*\"|True|False|\\([^()]*\\))\\s*(,|(?=\\}))");
    private static final Pattern TYPE = Pattern.compile("['\"]([<>|=])([a-zA-Z]\\d+)['\"]");
    private static final Pattern SHAPE =
            Pattern.compile("\\(\\s*(?:(?:\\d{1,18}L?\\s*,\\s*)+(?:\\d{1,18}L?\\s*)?)?\\)");

    private static final Map<String, ArrayBytes.Element> ELEMENTS = Map.ofEntries(
            Map.entry("b1", ArrayBytes.Element.BOOL),
            Map.entry("i1", ArrayBytes.Element.INT8),
            Map.entry("i2", ArrayBytes.Element.INT16),
            Map.entry("i4", ArrayBytes.Element.INT32),
            Map.entry("i8", ArrayBytes.Element.INT64),
            Map.entry("u1", ArrayBytes.Element.UINT8),
            Map.entry("u2", ArrayBytes.Element.UINT16),
            Map.entry("u4", ArrayBytes.Element.UINT32),
            Map.entry("u8", ArrayBytes.Element.UINT64),
            Map.entry("f2", ArrayBytes.Element.FLOAT16),
            Map.entry("f4", ArrayBytes.Element.FLOAT32),
            Map.entry("f8", ArrayBytes.Element.FLOAT64));

    /**
     * Reads it; the elements follow.
     *
     * @throws SourceFile.Malformed if it is none
     */
    static NumpyHeader read(InputStream input) throws IOException {
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
        if (bytes > LONGEST) {
            throw new SourceFile.Malformed(
                    "its header says that it has " + bytes + " bytes, at most " + LONGEST + " are read");
        }
        String text = new String(
                SourceFile.bytes(input, (int) bytes),
                version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return of(text, magic.length + length.length + (int) bytes);
    }

    private static NumpyHeader of(String text, int bytes) throws SourceFile.Malformed {
        Map<String, String> entries = entries(text);
        Matcher type = TYPE.matcher(entry(entries, "descr", text));
        ArrayBytes.Element element = type.matches() ? ELEMENTS.get(type.group(2)) : null;
        if (element == null) {
            throw new SourceFile.Malformed(
                    "its elements are no numbers or booleans of up to 64 bits: " + shortened(text));
        }
        String order = entry(entries, "fortran_order", text);
        if (!order.equals("True") && !order.equals("False")) {
            throw new SourceFile.Malformed("its 'fortran_order' is neither True nor False: " + shortened(text));
        }
        String shape = entry(entries, "shape", text);
        if (!SHAPE.matcher(shape).matches()) {
            throw new SourceFile.Malformed("its shape is no shape: " + shortened(shape));
        }
        List<Long> sizes = Pattern.compile("\\d+")
                .matcher(shape)
                .results()
                .map(size -> Long.parseLong(size.group()))
                .toList();
        if (sizes.size() > MOST_AXES) {
            throw new SourceFile.Malformed("it has " + sizes.size() + " axes, at most " + MOST_AXES + " are read");
        }
        return new NumpyHeader(
                element,
                switch (type.group(1)) {
                    case ">" -> ByteOrder.BIG_ENDIAN;
                    case "=" -> ByteOrder.nativeOrder();
                    default -> ByteOrder.LITTLE_ENDIAN;
                },
                order.equals("True"),
                sizes,
                bytes);
    }

    /** The entries of the dictionary, which has nothing else. */
    private static Map<String, String> entries(String text) throws SourceFile.Malformed {
        String dictionary = text.strip();
        if (!dictionary.startsWith("{") || !dictionary.endsWith("}")) {
            throw new SourceFile.Malformed("its header is no dictionary of Python: " + shortened(text));
        }
        Map<String, String> entries = new HashMap<>();
        Matcher entry = ENTRY.matcher(dictionary);
        int at = 1;
        while (entry.find(at) && entry.start() == at) {
            if (entries.put(entry.group(2), entry.group(3)) != null) {
                throw new SourceFile.Malformed("its header has '" + entry.group(2) + "' twice: " + shortened(text));
            }
            at = entry.end();
        }
        String rest = dictionary.substring(at, dictionary.length() - 1).strip();
        if (!rest.isEmpty()) {
            throw new SourceFile.Malformed(
                    rest.matches("['\"]descr['\"]\\s*:\\s*\\[.*")
                            ? "its elements are records of several fields, expected numbers or booleans: save the"
                                    + " fields as arrays of their own"
                            : "its header cannot be read at '" + shortened(rest) + "'");
        }
        return entries;
    }

    private static String entry(Map<String, String> entries, String key, String text) throws SourceFile.Malformed {
        String value = entries.get(key);
        if (value == null || entries.size() != 3) {
            throw new SourceFile.Malformed(
                    "its header has not exactly 'descr', 'fortran_order' and 'shape': " + shortened(text));
        }
        return value;
    }

    /** The shape as ND4J has it. */
    long[] sizes() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** A header of version 1 of a row-major array, in this machine's order of bytes. */
    static byte[] written(ArrayBytes.Element element, long... shape) {
        String type = ELEMENTS.entrySet().stream()
                .filter(entry -> entry.getValue() == element)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        String order = element.bytes() == 1 ? "|" : ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ">" : "<";
        StringBuilder sizes = new StringBuilder();
        for (long size : shape) {
            sizes.append(sizes.length() == 0 ? "" : ", ").append(size);
        }
        String text = "{'descr': '" + order + type + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.length == 1 ? "," : "") + "), }";
        int before = MAGIC.length + 4;
        int length = before + text.length() + 1;
        String padded = text + " ".repeat(Math.floorMod(-length, ALIGNMENT)) + "\n";
        byte[] header = Arrays.copyOf(MAGIC, before + padded.length());
        header[MAGIC.length] = 1;
        header[MAGIC.length + 2] = (byte) padded.length();
        header[MAGIC.length + 3] = (byte) (padded.length() >> 8);
        byte[] letters = padded.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, header, before, letters.length);
        return header;
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("[^\\x20-\\x7E]", "?");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }
}
