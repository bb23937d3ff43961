package dev.plumb.processor.read;

import java.util.ArrayList;
import java.util.List;

/**
 * A message in the encoding of Protocol Buffers, one byte a character.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
record ProtocolBuffer(String bytes) {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED_32 = 5;

    /**
     * A field.
     *
     * @param value of a number
     * @param bytes of a message or text, else ""
     */
    record Field(int number, long value, String bytes) {
        ProtocolBuffer message() {
            return new ProtocolBuffer(bytes);
        }
    }

    /** What follows a message that is stored with its length before it. */
    ProtocolBuffer withoutDelimited() {
        Reader reader = new Reader();
        reader.delimited();
        return new ProtocolBuffer(bytes.substring(reader.at));
    }

    /** All fields in their order; none from the first on that is not understood. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        Reader reader = new Reader();
        while (reader.at < bytes.length()) {
            long tag = reader.varint();
            int number = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case VARINT -> fields.add(new Field(number, reader.varint(), ""));
                case DELIMITED -> fields.add(new Field(number, 0, reader.delimited()));
                case FIXED_64 -> reader.at += Long.BYTES;
                case FIXED_32 -> reader.at += Integer.BYTES;
                default -> {
                    return fields;
                }
            }
        }
        return fields;
    }

    private final class Reader {
        private int at;

        long varint() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                char next = bytes.charAt(at++);
                value |= (next & 0x7FL) << shift;
                if (next < 0x80) {
                    return value;
                }
            }
        }

        String delimited() {
            int length = (int) varint();
            at += length;
            return bytes.substring(at - length, at);
        }
    }
}
