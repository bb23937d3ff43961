package dev.plumb.graph.file;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) out of files that nobody vouches for. A name that occurs twice in an object is refused: readers would differ in which value they
 * take. Nesting and the length of numbers are limited.
 */
public final class Json {
    /** Deeper than graphs are nested, and no danger to the stack. */
    private static final int DEEPEST = 500;

    /** Digits of a number; to read one takes time that grows with their square. */
    private static final int LONGEST_NUMBER = 1000;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /**
     * The text of bytes in UTF-8.
     *
     * @throws MalformedFileException if they are not
     */
    public static String text(byte[] bytes) throws MalformedFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException("it is not text in UTF-8", e);
        }
    }

    /**
     * The object that a text holds, and nothing else: strings, booleans, null, lists, maps in the order of the text, and numbers as {@code Integer},
     * {@code Long}, {@code BigInteger} or {@code Double}, the first of these that they fit.
     *
     * @throws MalformedFileException if it holds anything else
     */
    public static Map<String, Object> object(String text) throws MalformedFileException {
        Json json = new Json(text);
        json.space();
        if (json.peek() != '{') {
            throw json.wrong("an object, which begins with '{'");
        }
        Map<String, Object> object = json.object();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong("the end");
        }
        return object;
    }

    @SuppressWarnings("NullAway") // a null in the text is a null in the map, as readers of JSON have it
    private Map<String, Object> object() throws MalformedFileException {
        Map<String, Object> object = new LinkedHashMap<>();
        enter();
        if (!ends('}')) {
            do {
                space();
                int start = at;
                String name = string();
                space();
                expect(':');
                if (object.containsKey(name)) {
                    at = start;
                    throw wrong("another name: '" + name + "' is there twice");
                }
                object.put(name, value());
            } while (continues('}'));
        }
        depth--;
        return object;
    }

    private List<@Nullable Object> array() throws MalformedFileException {
        List<@Nullable Object> array = new ArrayList<>();
        enter();
        if (!ends(']')) {
            do {
                array.add(value());
            } while (continues(']'));
        }
        depth--;
        return array;
    }

    private void enter() throws MalformedFileException {
        if (++depth > DEEPEST) {
            throw wrong("at most " + DEEPEST + " objects and lists inside each other");
        }
        at++;
    }

    /** Whether an object or list is empty; then it was read. */
    private boolean ends(char end) {
        space();
        if (peek() == end) {
            at++;
            return true;
        }
        return false;
    }

    /** Whether a comma follows; else the end was read. */
    private boolean continues(char end) throws MalformedFileException {
        space();
        char found = peek();
        if (found != ',' && found != end) {
            throw wrong("',' or '" + end + "'");
        }
        at++;
        return found == ',';
    }

    private @Nullable Object value() throws MalformedFileException {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) throws MalformedFileException {
        if (!text.startsWith(word, at)) {
            throw wrong("a value");
        }
        at += word.length();
        return value;
    }

    private Number number() throws MalformedFileException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        boolean isWhole = true;
        if (peek() == '.') {
            isWhole = false;
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            isWhole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        if (at - start > LONGEST_NUMBER) {
            at = start;
            throw wrong("a number of at most " + LONGEST_NUMBER + " characters");
        }
        String number = text.substring(start, at);
        return isWhole ? whole(new BigInteger(number)) : Double.valueOf(number);
    }

    private static Number whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? number.longValue() : number;
    }

    private void digits() throws MalformedFileException {
        if (!isDigit(peek())) {
            throw wrong("a value");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private String string() throws MalformedFileException {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                at--;
                throw wrong("no control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() throws MalformedFileException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at--;
                throw wrong("an escape such as \\n");
            }
        };
    }

    private char unicode() throws MalformedFileException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                at--;
                throw wrong("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char wanted) throws MalformedFileException {
        if (at >= text.length() || peek() != wanted) {
            throw wrong("'" + wanted + "'");
        }
        at++;
    }

    /** The next character, or 0, which no JSON has outside of strings, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() throws MalformedFileException {
        if (at >= text.length()) {
            throw wrong("the end of a string");
        }
        return text.charAt(at++);
    }

    private MalformedFileException wrong(String expected) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        String found = at >= text.length()
                ? "the end of the text"
                : text.charAt(at) < ' ' ? "the character " + (int) text.charAt(at) : "'" + text.charAt(at) + "'";
        return new MalformedFileException("it is not a JSON object: line " + line + ", column " + (at - start + 1)
                + ": expected " + expected + ", found " + found);
    }
}
