package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.file.TensorHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file that lies about itself is refused, with what is wrong. */
final class SafetensorsTest {

    private static byte[] file(long headerLength, String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(json)
                .array();
    }

    private static List<TensorData> read(byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        List<TensorData> tensors = new ArrayList<>();
        for (TensorHeader header : Safetensors.header(in, Long.MAX_VALUE).tensors()) {
            ByteBuffer elements = ByteBuffer.allocate((int) header.bytes());
            Safetensors.into(header, elements, in);
            tensors.add(new TensorData(header.name(), header.type(), header.shape(), elements));
        }
        Safetensors.end(in);
        return tensors;
    }

    private static String refused(String header, int dataBytes) {
        return refused(file(header.length(), header, dataBytes));
    }

    private static String refused(byte[] bytes) {
        return String.valueOf(
                assertThrows(FormatException.class, () -> read(bytes)).getMessage());
    }

    private static String array(String name, String dtype, int begin, int end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + (end - begin) / 4 + "],\"data_offsets\":["
                + begin + "," + end + "]}";
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        TensorData tensor = Archives.floats("a", List.of(2L), 1, -2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(List.of(tensor), out);
        assertEquals(List.of(tensor), read(out.toByteArray()));
    }

    @Test
    void arraysFollowEachOtherWithoutGapOrOverlap() {
        assertEquals(
                "'b' begins at byte 4 of the data, expected 8: arrays follow each other without gap or overlap",
                refused("{" + array("a", "F32", 0, 8) + "," + array("b", "F32", 4, 12) + "}", 12));
        assertEquals(
                "'b' begins at byte 12 of the data, expected 8: arrays follow each other without gap or overlap",
                refused("{" + array("a", "F32", 0, 8) + "," + array("b", "F32", 12, 16) + "}", 16));
        assertEquals(
                "bytes follow the last array of the safetensors data", refused("{" + array("a", "F32", 0, 8) + "}", 9));
    }

    @Test
    void theHeaderIsOfASensibleLength() {
        assertEquals(
                "the header of a safetensors file takes 2 to 100000000 bytes, found a length of 18446744073709551615",
                refused(file(-1, "{}", 0)));
        assertEquals(
                "the header of a safetensors file takes 2 to 100000000 bytes, found a length of 100000001",
                refused(file(100_000_001, "{}", 0)));
        assertEquals(
                "truncated: the safetensors header takes 90000000 bytes, found 2", refused(file(90_000_000, "{}", 0)));
        assertEquals("a safetensors file begins with 8 bytes, found 3", refused(new byte[3]));
    }

    @Test
    void theHeaderIsAnObjectOfArrays() {
        assertTrue(refused("not JSON", 0).contains("the safetensors header"));
        assertTrue(refused("[1, 2]", 0).contains("the safetensors header"));
        assertEquals("the header entry of 'a' is not an object", refused("{\"a\":1}", 0));
        assertTrue(refused("{" + array("a", "Q7", 0, 8) + "}", 8)
                .startsWith("'a' has the element type 'Q7', expected one of ["));
        assertEquals(
                "the header entry of 'a' lacks its shape or data_offsets", refused("{\"a\":{\"dtype\":\"F32\"}}", 0));
        assertEquals(
                "the header entry of 'a' has -1 where a size belongs",
                refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4));
        assertEquals(
                "'a' is too large: [4611686018427387904, 8]",
                refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,8],\"data_offsets\":[0,4]}}", 4));
        assertEquals(
                "'a' F32[2] takes 8 bytes, its offsets [0, 4] leave 4",
                refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4));
    }

    @Test
    void missingDataIsNamed() {
        assertEquals("truncated: 'a' takes 8 bytes, found 5", refused("{" + array("a", "F32", 0, 8) + "}", 5));
    }
}
