package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.file.MalformedFileException;
import dev.plumb.graph.file.SafetensorsHeader;
import dev.plumb.graph.file.TensorHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: the header's length (8 bytes, little-endian), a JSON header, then the elements of all arrays without gaps. Read
 * and written as a stream: beside the arrays themselves nothing as large as the file is held.
 */
final class Safetensors {
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 16;

    private Safetensors() {}

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
            if (tensor.name().equals(SafetensorsHeader.METADATA) || header.put(tensor.name(), entry) != null) {
                throw new IllegalArgumentException("the name '" + tensor.name() + "' is used twice or reserved");
            }
            at = end;
        }
        byte[] json = JSON.std.asString(header).getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-(Long.BYTES + json.length), ALIGNMENT);
        if (json.length + padding > SafetensorsHeader.LARGEST) {
            throw new IOException(
                    "the header would take " + json.length + " bytes, at most " + SafetensorsHeader.LARGEST);
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
    static SafetensorsHeader header(InputStream in, long largest) throws IOException {
        try {
            return SafetensorsHeader.read(in, largest);
        } catch (MalformedFileException e) {
            throw new FormatException(String.valueOf(e.getMessage()), e);
        }
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
}
