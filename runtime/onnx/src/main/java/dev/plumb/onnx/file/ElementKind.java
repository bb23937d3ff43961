package dev.plumb.onnx.file;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The types of elements that are read, with the numbers that ONNX gives them. */
public enum ElementKind {
    FLOAT(DataType.FLOAT, 4, false),
    DOUBLE(DataType.DOUBLE, 8, false),
    FLOAT16(DataType.FLOAT16, 2, false),
    BFLOAT16(DataType.BFLOAT16, 2, false),
    INT8(DataType.INT8, 1, true),
    UINT8(DataType.UINT8, 1, true),
    INT16(DataType.INT16, 2, true),
    UINT16(DataType.UINT16, 2, true),
    INT32(DataType.INT32, 4, true),
    INT64(DataType.INT64, 8, true),
    BOOL(DataType.BOOL, 1, true);

    private final DataType type;
    private final int bytes;
    private final boolean whole;

    ElementKind(DataType type, int bytes, boolean whole) {
        this.type = type;
        this.bytes = bytes;
        this.whole = whole;
    }

    static Optional<ElementKind> of(int number) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.getNumber() == number)
                .findFirst();
    }

    /** Whether the type with this number is one of whole numbers or truth values, and is read. */
    public static boolean isWhole(long number) {
        return number == (int) number
                && of((int) number).map(ElementKind::isWhole).orElse(false);
    }

    /** The name that ONNX has for a number, or the number. */
    static String nameOf(int number) {
        DataType type = DataType.forNumber(number);
        return type == null ? "type " + number : type.name();
    }

    int bytes() {
        return bytes;
    }

    /** Whether its elements are whole numbers or truth values. */
    public boolean isWhole() {
        return whole;
    }

    /** The element at an index, of a whole type. */
    long whole(ByteBuffer data, int index) {
        return switch (this) {
            case INT8 -> data.get(index);
            case UINT8, BOOL -> data.get(index) & 0xff;
            case INT16 -> data.getShort(2 * index);
            case UINT16 -> data.getShort(2 * index) & 0xffff;
            case INT32 -> data.getInt(4 * index);
            case INT64 -> data.getLong(8 * index);
            default -> throw new IllegalStateException(this + " has no whole numbers");
        };
    }

    /** The element at an index, of any other type. */
    float real(ByteBuffer data, int index) {
        return switch (this) {
            case FLOAT -> data.getFloat(4 * index);
            case DOUBLE -> (float) data.getDouble(8 * index);
            case FLOAT16 -> ofHalf(data.getShort(2 * index));
            case BFLOAT16 -> ofBrain(data.getShort(2 * index));
            default -> whole(data, index);
        };
    }

    static float ofBrain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
    static float ofHalf(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float size;
        if (exponent == 0) {
            size = fraction * 0x1p-24f;
        } else if (exponent == 0x1f) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            size = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -size : size;
    }
}
