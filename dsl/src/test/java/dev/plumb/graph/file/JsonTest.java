package dev.plumb.graph.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What JSON means, and what is refused of a file that nobody vouches for. */
final class JsonTest {
    private static Object value(String text) throws MalformedFileException {
        return Json.object("{\"v\":" + text + "}").get("v");
    }

    private static String refused(String text) {
        String message = String.valueOf(assertThrows(MalformedFileException.class, () -> Json.object(text))
                .getMessage());
        String start = "it is not a JSON object: ";
        assertTrue(message.startsWith(start), message);
        return message.substring(start.length());
    }

    @Test
    void valuesAreWhatTheyAre() throws MalformedFileException {
        assertEquals(List.of(), value(" [ ] "));
        assertEquals(Map.of(), value("{\n}"));
        assertEquals(Arrays.asList(true, false, null), value("[true,false,null]"));
        assertEquals("a\"\\/\b\f\n\r\tΩ", value("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u03a9\""));
        assertEquals(List.of(0, -7, Integer.MIN_VALUE, 1L << 31), value("[0, -7, -2147483648, 2147483648]"));
        assertEquals(
                List.of(Long.MAX_VALUE, BigInteger.TWO.pow(63)), value("[9223372036854775807,9223372036854775808]"));
        assertEquals(List.of(0.5, -1e-3, 1e300, 2.0), value("[0.5,-1e-3,1E+300,2.0]"));
    }

    @Test
    void namesKeepTheirOrder() throws MalformedFileException {
        assertEquals(
                List.of("b", "a", "c"),
                new ArrayList<>(Json.object("{\"b\":1,\"a\":2,\"c\":3}").keySet()));
    }

    @Test
    void whatIsNotJsonIsRefusedAtItsPlace() {
        assertEquals("line 1, column 1: expected an object, which begins with '{', found '['", refused("[1]"));
        assertEquals(
                "line 1, column 1: expected an object, which begins with '{', found the end of the text", refused(""));
        assertEquals("line 1, column 3: expected the end, found '{'", refused("{}{}"));
        assertEquals("line 2, column 1: expected '\"', found '}'", refused("{\"a\":1,\n}"));
        assertEquals("line 1, column 7: expected ',' or '}', found '1'", refused("{\"a\":01}"));
        assertEquals("line 1, column 6: expected a value, found 'N'", refused("{\"a\":NaN}"));
        assertEquals("line 1, column 8: expected a value, found '}'", refused("{\"a\":1.}"));
        assertEquals("line 1, column 6: expected a value, found 't'", refused("{\"a\":tru}"));
        assertEquals(
                "line 1, column 7: expected no control character in a string, found the character 10",
                refused("{\"a\":\"x".replace("x", "\n")));
        assertEquals("line 1, column 8: expected an escape such as \\n, found 'x'", refused("{\"a\":\"\\x\"}"));
        assertEquals("line 1, column 11: expected four hexadecimal digits, found 'g'", refused("{\"a\":\"\\u00g0\"}"));
        assertEquals("line 1, column 5: expected the end of a string, found the end of the text", refused("{\"ab"));
    }

    @Test
    void aNameOccursOnce() {
        assertEquals(
                "line 1, column 8: expected another name: 'a' is there twice, found '\"'",
                refused("{\"a\":1,\"a\":2}"));
    }

    @Test
    void nestingAndNumbersAreLimited() {
        assertTrue(refused("{\"a\":" + "[".repeat(100_000)).contains("at most 500 objects and lists"));
        assertTrue(refused("{\"a\":" + "9".repeat(100_000) + "}").contains("a number of at most 1000 characters"));
    }

    @Test
    void bytesAreUtf8() {
        assertThrows(MalformedFileException.class, () -> Json.text(new byte[] {(byte) 0xC0, 0x20}));
    }
}
