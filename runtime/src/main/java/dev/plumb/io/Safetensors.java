package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.io.TensorData.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The safetensors format: the header's length (8 bytes, little-endian), a JSON header, then the elements of all arrays without gaps. Read
 * and written as a stream: beside the arrays themselves nothing as large as the file is held.
 */
final class Safetensors {
    private static final String METADATA = "__metadata__";
    /** The limit of the reference implementation. */
    private static final long LARGEST_HEADER = 100_000_000;

    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 16;

    private Safetensors() {}

    /** The header of a file. */
    record Header(List<TensorHeader> tensors, int bytes) {
        /** The size that the whole file has to have. */
        long fileBytes() {
            return Long.BYTES
                    + bytes
                    + (tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end());
        }
    }

    /**
     * Writes arrays in the order given. The header is padded with spaces so that the elements start at a multiple of 64 bytes.
     *
     * @throws IllegalArgumentException if two arrays have one name
     */
    static void write(Collection<TensorData> tensors, OutputStream out) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long at = 0;
        for (TensorData tensor : tensors) {
            long end = at + tensor.bytes().limit();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type().name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(at, end));
            if (tensor.name().equals(METADATA) || header.put(tensor.name(), entry) != null) {
                throw new IllegalArgumentException("the name '" + tensor.name() + "' is used twice or reserved");
            }
            at = end;
        }
        byte[] json = JSON.std.asString(header).getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-(Long.BYTES + json.length), ALIGNMENT);
        if (json.length + padding > LARGEST_HEADER) {
            throw new IOException("the header would take " + json.length + " bytes, at most " + LARGEST_HEADER);
        }
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length + padding)
                .array());
        out.write(json);
        out.write(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
        // No channel: one closes when its thread is interrupted.
        byte[] chunk = new byte[CHUNK];
        for (TensorData tensor : tensors) {
            ByteBuffer bytes = tensor.bytes().duplicate();
            while (bytes.hasRemaining()) {
                int count = Math.min(chunk.length, bytes.remaining());
                bytes.get(chunk, 0, count);
                out.write(chunk, 0, count);
            }
        }
    }

    /**
     * Reads the header; the elements of the arrays follow in the order of the answer.
     *
     * @param largest the most bytes that it may take
     * @throws FormatException if the stream is truncated or begins with no such header
     */
    static Header header(InputStream in, long largest) throws IOException {
        byte[] prefix = in.readNBytes(Long.BYTES);
        if (prefix.length < Long.BYTES) {
            throw new FormatException("a safetensors file begins with 8 bytes, found " + prefix.length);
        }
        long most = Math.min(largest, LARGEST_HEADER);
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > most) {
            throw new FormatException("the header of a safetensors file takes 2 to " + most
                    + " bytes, found a length of " + Long.toUnsignedString(length));
        }
        // readNBytes grows with what is there: a false length does not claim memory.
        byte[] json = in.readNBytes((int) length);
        if (json.length < length) {
            throw new FormatException(
                    "truncated: the safetensors header takes " + length + " bytes, found " + json.length);
        }
        return new Header(tensors(json), (int) length);
    }

    /**
     * Reads the elements of one array.
     *
     * @param destination filled from index 0; its size is that of the array
     */
    static void into(TensorHeader tensor, ByteBuffer destination, InputStream in) throws IOException {
        ByteBuffer bytes = destination.duplicate().rewind();
        if (bytes.capacity() != tensor.bytes()) {
            throw new IllegalArgumentException(
                    "'" + tensor.name() + "' takes " + tensor.bytes() + " bytes, not " + bytes.capacity());
        }
        byte[] chunk = new byte[Math.min(bytes.capacity(), CHUNK)];
        while (bytes.hasRemaining()) {
            int read = in.readNBytes(chunk, 0, Math.min(chunk.length, bytes.remaining()));
            if (read == 0) {
                throw new FormatException("truncated: '" + tensor.name() + "' takes " + tensor.bytes()
                        + " bytes, found " + bytes.position());
            }
            bytes.put(chunk, 0, read);
        }
    }

    /** Reads to the end of the stream, which is here. */
    static void end(InputStream in) throws IOException {
        if (in.read() >= 0) {
            throw new FormatException("bytes follow the last array of the safetensors data");
        }
    }

    private static List<TensorHeader> tensors(byte[] json) throws FormatException {
        Map<String, Object> header;
        try {
            header = Json.object(Json.text(json));
        } catch (FormatException e) {
            throw new FormatException("the safetensors header: " + e.getMessage(), e);
        }
        List<TensorHeader> tensors = new ArrayList<>();
        for (Map.Entry<String, Object> field : header.entrySet()) {
            if (!field.getKey().equals(METADATA)) {
                tensors.add(entry(field.getKey(), field.getValue()));
            }
        }
        tensors.sort(Comparator.comparingLong(TensorHeader::begin).thenComparingLong(TensorHeader::end));
        long at = 0;
        for (TensorHeader tensor : tensors) {
            if (tensor.begin() != at) {
                throw new FormatException("'" + tensor.name() + "' begins at byte " + tensor.begin()
                        + " of the data, expected " + at + ": arrays follow each other without gap or overlap");
            }
            at = tensor.end();
        }
        return tensors;
    }

    private static TensorHeader entry(String name, Object value) throws FormatException {
        if (!(value instanceof Map<?, ?> fields)) {
            throw new FormatException("the header entry of '" + name + "' is not an object");
        }
        ElementType type = elementType(fields.get("dtype"))
                .orElseThrow(() -> new FormatException("'" + name + "' has the element type '" + fields.get("dtype")
                        + "', expected one of " + List.of(ElementType.values())));
        List<Long> shape = naturals(name, fields.get("shape"));
        List<Long> offsets = naturals(name, fields.get("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new FormatException("'" + name + "' has the data offsets " + offsets + ", expected begin and end");
        }
        long bytes = type.bytes();
        try {
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException e) {
            throw new FormatException("'" + name + "' is too large: " + shape, e);
        }
        if (offsets.get(1) - offsets.get(0) != bytes) {
            throw new FormatException("'" + name + "' " + type + shape + " takes " + bytes + " bytes, its offsets "
                    + offsets + " leave " + (offsets.get(1) - offsets.get(0)));
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new FormatException("'" + name + "' takes " + bytes + " bytes, at most 2^31-1 can be read");
        }
        return new TensorHeader(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private static Optional<ElementType> elementType(Object name) {
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static List<Long> naturals(String name, Object value) throws FormatException {
        List<Long> numbers = new ArrayList<>();
        if (value instanceof List<?> items) {
            for (Object item : items) {
                numbers.add(Fields.whole(item).stream()
                        .filter(number -> number >= 0)
                        .findFirst()
                        .orElseThrow(() -> new FormatException(
                                "the header entry of '" + name + "' has " + item + " where a size belongs")));
            }
            return numbers;
        }
        throw new FormatException("the header entry of '" + name + "' lacks its shape or data_offsets");
    }
}
