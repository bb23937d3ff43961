package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Numbers of two bytes, rounded to the nearest, to the even one of two. */
final class HalfFloats {
    private static final float LARGEST_HALF = 65504;
    /** From here on a number is rounded to one that float16 does not have. */
    private static final float TOO_LARGE = 65520;

    private static final float LARGEST_BRAIN = 0x1.fep127f;
    /** As {@link #TOO_LARGE}, of bfloat16. */
    private static final float TOO_LARGE_FOR_BRAIN = 0x1.ffp127f;

    private HalfFloats() {}

    /**
     * An array of float32 in bfloat16 or float16.
     *
     * @throws IllegalArgumentException if it has a number that is too large for it
     */
    static TensorProto of(TensorProto array, DataType type) {
        FloatBuffer numbers = array.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        ByteBuffer bytes =
                ByteBuffer.allocate(numbers.remaining() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        boolean isHalf = type == DataType.FLOAT16;
        float tooLarge = isHalf ? TOO_LARGE : TOO_LARGE_FOR_BRAIN;
        while (numbers.hasRemaining()) {
            float number = numbers.get();
            if (Float.isFinite(number) && Math.abs(number) >= tooLarge) {
                throw new IllegalArgumentException("weight '" + array.getName() + "' has the number " + number
                        + (isHalf
                                ? ", and float16 none above " + LARGEST_HALF + ": take BFLOAT16"
                                : ", and bfloat16 none above " + LARGEST_BRAIN + ": leave this layer out"));
            }
            bytes.putShort(isHalf ? half(number) : brain(number));
        }
        return array.toBuilder()
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes.flip()))
                .build();
    }

    /** bfloat16: the upper half of float32. */
    static short brain(float number) {
        int bits = Float.floatToRawIntBits(number);
        if (Float.isNaN(number)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
    static short half(float number) {
        int sign = (Float.floatToRawIntBits(number) >>> 16) & 0x8000;
        float size = Math.abs(number);
        if (Float.isNaN(number)) {
            return (short) (sign | 0x7e00);
        }
        if (size >= TOO_LARGE) {
            return (short) (sign | 0x7c00);
        }
        int exponent = Math.max(Math.getExponent(size), -14);
        // in units of the last place; what is rounded up to the next power of two carries into the exponent
        int steps = (int) Math.rint(Math.scalb((double) size, 10 - exponent));
        return (short) (sign | (steps + ((exponent + 14) << 10)));
    }
}
