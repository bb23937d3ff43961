package dev.plumb.graph.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: its length (8 bytes, little-endian), then JSON; the elements of all arrays follow without gaps.
 *
 * @param tensors in the order of their elements
 * @param bytes the length of the JSON
 */
public record SafetensorsHeader(List<TensorHeader> tensors, int bytes) {
    /** The key of what is no array. */
    public static final String METADATA = "__metadata__";

    /** The limit of the reference implementation. */
    public static final long LARGEST = 100_000_000;

    public SafetensorsHeader {
        tensors = List.copyOf(tensors);
    }

    /** The size that the whole file has to have. */
    public long fileBytes() {
        return Long.BYTES
                + bytes
                + (tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end());
    }

    /**
     * Reads the header; the elements of the arrays follow in the order of the answer.
     *
     * @param largest the most bytes that it may take
     * @throws MalformedFileException if the stream is truncated or begins with no such header
     */
    public static SafetensorsHeader read(InputStream in, long largest) throws IOException {
        byte[] prefix = in.readNBytes(Long.BYTES);
        if (prefix.length < Long.BYTES) {
            throw new MalformedFileException("a safetensors file begins with 8 bytes, found " + prefix.length);
        }
        long most = Math.min(largest, LARGEST);
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > most) {
            throw new MalformedFileException("the header of a safetensors file takes 2 to " + most
                    + " bytes, found a length of " + Long.toUnsignedString(length));
        }
        // readNBytes grows with what is there: a false length does not claim memory.
        byte[] json = in.readNBytes((int) length);
        if (json.length < length) {
            throw new MalformedFileException(
                    "truncated: the safetensors header takes " + length + " bytes, found " + json.length);
        }
        return new SafetensorsHeader(tensors(json), (int) length);
    }

    private static List<TensorHeader> tensors(byte[] json) throws MalformedFileException {
        Map<String, Object> header;
        try {
            header = Json.object(Json.text(json));
        } catch (MalformedFileException e) {
            throw new MalformedFileException("the safetensors header: " + e.getMessage(), e);
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
                throw new MalformedFileException("'" + tensor.name() + "' begins at byte " + tensor.begin()
                        + " of the data, expected " + at + ": arrays follow each other without gap or overlap");
            }
            at = tensor.end();
        }
        return tensors;
    }

    private static TensorHeader entry(String name, Object value) throws MalformedFileException {
        if (!(value instanceof Map<?, ?> fields)) {
            throw new MalformedFileException("the header entry of '" + name + "' is not an object");
        }
        ElementType type = ElementType.named(fields.get("dtype"))
                .orElseThrow(() -> new MalformedFileException("'" + name + "' has the element type '"
                        + fields.get("dtype") + "', expected one of " + Arrays.toString(ElementType.values())));
        List<Long> shape = naturals(name, fields.get("shape"));
        List<Long> offsets = naturals(name, fields.get("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new MalformedFileException(
                    "'" + name + "' has the data offsets " + offsets + ", expected begin and end");
        }
        long bytes = type.bytes();
        try {
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException e) {
            throw new MalformedFileException("'" + name + "' is too large: " + shape, e);
        }
        if (offsets.get(1) - offsets.get(0) != bytes) {
            throw new MalformedFileException("'" + name + "' " + type + shape + " takes " + bytes
                    + " bytes, its offsets " + offsets + " leave " + (offsets.get(1) - offsets.get(0)));
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new MalformedFileException("'" + name + "' takes " + bytes + " bytes, at most 2^31-1 can be read");
        }
        return new TensorHeader(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private static List<Long> naturals(String name, Object value) throws MalformedFileException {
        List<Long> numbers = new ArrayList<>();
        if (value instanceof List<?> items) {
            for (Object item : items) {
                if (!(item instanceof Integer || item instanceof Long) || ((Number) item).longValue() < 0) {
                    throw new MalformedFileException(
                            "the header entry of '" + name + "' has " + item + " where a size belongs");
                }
                numbers.add(((Number) item).longValue());
            }
            return numbers;
        }
        throw new MalformedFileException("the header entry of '" + name + "' lacks its shape or data_offsets");
    }
}
