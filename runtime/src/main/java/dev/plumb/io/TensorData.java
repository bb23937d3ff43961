package dev.plumb.io;

import dev.plumb.graph.file.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A named array as files hold it.
 *
 * @param shape the size of each axis; empty for a scalar
 * @param bytes the elements, row-major and little-endian, from index 0 to the limit: not copied
 */
public record TensorData(String name, ElementType type, List<Long> shape, ByteBuffer bytes) {
    /** Throws {@link IllegalArgumentException} if the bytes are not those of the shape. */
    public TensorData {
        shape = List.copyOf(shape);
        long expected = type.bytes();
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("'" + name + "' has a negative size: " + shape);
            }
            expected = Math.multiplyExact(expected, size);
        }
        if (bytes.limit() != expected) {
            throw new IllegalArgumentException(
                    "'" + name + "' " + type + shape + " takes " + expected + " bytes, found " + bytes.limit());
        }
        bytes = bytes.duplicate().rewind().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same array of another name. */
    TensorData named(String other) {
        return new TensorData(other, type, shape, bytes);
    }

    /** Whether no element is NaN or infinite. */
    boolean isFinite() {
        if (type != ElementType.F32) {
            return true;
        }
        FloatBuffer floats = floats();
        for (int i = 0; i < floats.capacity(); i++) {
            if (!Float.isFinite(floats.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an element, of floats, is below 0. */
    boolean hasNegative() {
        FloatBuffer floats = floats();
        for (int i = 0; i < floats.capacity(); i++) {
            if (floats.get(i) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Writes the elements as float32: what is narrower is exact, float64 is rounded to the nearest.
     *
     * @throws IllegalArgumentException if they are no floating-point numbers
     */
    public void readFloats(FloatBuffer destination) {
        ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> destination.put(from.asFloatBuffer());
            case F64 -> {
                while (from.hasRemaining()) {
                    destination.put((float) from.getDouble());
                }
            }
            case F16 -> {
                while (from.hasRemaining()) {
                    destination.put(half(from.getShort()));
                }
            }
            case BF16 -> {
                while (from.hasRemaining()) {
                    destination.put(Float.intBitsToFloat(from.getShort() << 16));
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "'" + name + "' holds " + type + ", expected floating-point numbers");
        }
    }

    /** A number of IEEE 754 binary16: sign, 5 bits of exponent, 10 bits of fraction. */
    private static float half(short bits) {
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        float magnitude =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24f;
                    case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
                };
        return bits < 0 ? -magnitude : magnitude;
    }

    /**
     * The elements as floats: a view.
     *
     * @throws IllegalStateException if they are of another type
     */
    public FloatBuffer floats() {
        if (type != ElementType.F32) {
            throw new IllegalStateException("'" + name + "' holds " + type + ", not F32");
        }
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
