package dev.plumb.data.source;

import dev.plumb.array.NativeArrays;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays out of the bytes of their elements, row-major: floating-point numbers to float32, integers to int32. */
final class ArrayBytes {
    private ArrayBytes() {}

    /** The types of elements in files. */
    enum Element {
        INT8(1, false),
        UINT8(1, false),
        BOOL(1, false),
        INT16(2, false),
        UINT16(2, false),
        INT32(4, false),
        UINT32(4, false),
        INT64(8, false),
        UINT64(8, false),
        FLOAT16(2, true),
        FLOAT32(4, true),
        FLOAT64(8, true);

        private final int bytes;
        private final boolean isFloat;

        Element(int bytes, boolean isFloat) {
            this.bytes = bytes;
            this.isFloat = isFloat;
        }

        int bytes() {
            return bytes;
        }

        boolean isFloat() {
            return isFloat;
        }
    }

    /**
     * The number of bytes of an array.
     *
     * @throws SourceFile.Malformed if it has an axis of size 0, or more bytes than fit into 2^31
     */
    static int size(Element element, long[] shape) throws SourceFile.Malformed {
        long count = element.bytes();
        for (long size : shape) {
            if (size < 1) {
                throw new SourceFile.Malformed("it has no elements: its shape is " + text(shape));
            }
            if (size > Integer.MAX_VALUE || count * size > Integer.MAX_VALUE - 8) {
                throw new SourceFile.Malformed("its shape " + text(shape) + " has more than 2^31 bytes of "
                        + element.name().toLowerCase(Locale.ROOT));
            }
            count *= size;
        }
        return (int) count;
    }

    static String text(long[] shape) {
        String text = Arrays.toString(shape);
        return "(" + text.substring(1, text.length() - 1) + ")";
    }

    static INDArray array(byte[] bytes, Element element, ByteOrder order, long[] shape, boolean columnMajor)
            throws SourceFile.Malformed {
        ByteBuffer source = ByteBuffer.wrap(bytes).order(order);
        int count = bytes.length / element.bytes();
        long[] stored = columnMajor ? reversed(shape) : shape;
        INDArray array = Nd4j.create(element.isFloat ? DataType.FLOAT : DataType.INT32, stored, 'c');
        if (element.isFloat) {
            FloatBuffer numbers = FloatBuffer.allocate(count);
            for (int i = 0; i < count; i++) {
                numbers.put(i, number(source, element, i));
            }
            NativeArrays.writeAt(numbers, array, 0);
        } else {
            IntBuffer numbers = IntBuffer.allocate(count);
            for (int i = 0; i < count; i++) {
                numbers.put(i, integer(source, element, i));
            }
            NativeArrays.write(numbers, array);
        }
        return columnMajor && shape.length > 1
                ? array.permute(axes(shape.length)).dup('c')
                : array;
    }

    private static long[] reversed(long[] shape) {
        long[] reversed = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            reversed[i] = shape[shape.length - 1 - i];
        }
        return reversed;
    }

    private static int[] axes(int rank) {
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = rank - 1 - i;
        }
        return axes;
    }

    /**
     * An element of floating-point numbers.
     *
     * @throws SourceFile.Malformed if it is finite and beyond the range of float32
     */
    static float number(ByteBuffer source, Element element, int index) throws SourceFile.Malformed {
        return switch (element) {
            case FLOAT16 -> half(source.getShort(index * Short.BYTES));
            case FLOAT64 -> narrowed(source.getDouble(index * Double.BYTES), index);
            default -> source.getFloat(index * Float.BYTES);
        };
    }

    private static float narrowed(double number, int index) throws SourceFile.Malformed {
        float narrowed = (float) number;
        if (Float.isInfinite(narrowed) && Double.isFinite(number)) {
            throw new SourceFile.Malformed("element " + index + " is " + number + ", which is beyond float32");
        }
        return narrowed;
    }

    /** IEEE 754 binary16. */
    private static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0) {
            return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign | 0x3F800000));
        }
        int widened = exponent == 0x1F ? 0xFF : exponent + 112;
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }

    /**
     * An element of integers or booleans.
     *
     * @throws SourceFile.Malformed if it does not fit into 32 bits
     */
    static int integer(ByteBuffer source, Element element, int index) throws SourceFile.Malformed {
        long number = whole(source, element, index);
        boolean isUnsigned = element == Element.UINT64;
        if (number < (isUnsigned ? 0 : Integer.MIN_VALUE) || number > Integer.MAX_VALUE) {
            throw new SourceFile.Malformed("element " + index + " is "
                    + (isUnsigned ? Long.toUnsignedString(number) : Long.toString(number))
                    + ", which does not fit into 32 bits");
        }
        return (int) number;
    }

    private static long whole(ByteBuffer source, Element element, int index) {
        return switch (element) {
            case INT8 -> source.get(index);
            case INT16 -> source.getShort(index * Short.BYTES);
            case UINT16 -> Short.toUnsignedInt(source.getShort(index * Short.BYTES));
            case INT32 -> source.getInt(index * Integer.BYTES);
            case UINT32 -> Integer.toUnsignedLong(source.getInt(index * Integer.BYTES));
            case INT64, UINT64 -> source.getLong(index * Long.BYTES);
            default -> Byte.toUnsignedInt(source.get(index));
        };
    }
}
