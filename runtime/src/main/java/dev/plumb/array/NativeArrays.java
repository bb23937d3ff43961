package dev.plumb.array;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of ND4J arrays that results are written to and read from. */
public final class NativeArrays {
    /** What is copied at once, in bytes. */
    private static final int PIECE = 1 << 16;

    private NativeArrays() {}

    /** A row-major float32 array of so many examples; the batch size of the shape does not matter. */
    public static INDArray zeros(int examples, List<Integer> shape) {
        return zeros(DataType.FLOAT, examples, shape);
    }

    /** The same of int32. */
    public static INDArray wholeZeros(int examples, List<Integer> shape) {
        return zeros(DataType.INT32, examples, shape);
    }

    private static INDArray zeros(DataType type, int examples, List<Integer> shape) {
        long[] sizes = new long[shape.size()];
        sizes[0] = examples;
        for (int axis = 1; axis < sizes.length; axis++) {
            sizes[axis] = shape.get(axis);
        }
        return Nd4j.create(type, sizes, 'c');
    }

    /** Copies whole numbers to all of a row-major int32 array. */
    public static void write(IntBuffer source, INDArray array) {
        try {
            new IntPointer(array.data().pointer())
                    .capacity(source.capacity())
                    .asBuffer()
                    .put(source.duplicate().rewind());
        } finally {
            // The buffer looks at the array's memory and does not keep it.
            Reference.reachabilityFence(array);
        }
    }

    /** Copies whole numbers to a row-major int32 array, from that element on. */
    public static void writeAt(IntBuffer source, INDArray array, long from) {
        try {
            new IntPointer(array.data().pointer())
                    .position(from)
                    .limit(from + source.capacity())
                    .asBuffer()
                    .put(source.duplicate().rewind());
        } finally {
            // The buffer looks at the array's memory and does not keep it.
            Reference.reachabilityFence(array);
        }
    }

    /** Copies numbers to a row-major float32 array, from that element on. */
    public static void writeAt(FloatBuffer source, INDArray array, long from) {
        try {
            elements(array, from, source.capacity()).put(source.duplicate().rewind());
        } finally {
            // The buffer looks at the array's memory and does not keep it.
            Reference.reachabilityFence(array);
        }
    }

    /** Copies the numbers of a row-major float32 array, from that element on, until the destination is full. */
    public static void readAt(INDArray array, long from, FloatBuffer destination) {
        try {
            destination.duplicate().rewind().put(elements(array, from, destination.capacity()));
        } finally {
            Reference.reachabilityFence(array);
        }
    }

    private static FloatBuffer elements(INDArray array, long from, int count) {
        return new FloatPointer(array.data().pointer())
                .position(from)
                .limit(from + count)
                .asBuffer();
    }

    /** Copies whole examples, index 0 of the source first, to those of such an array from {@code first} on. */
    public static void write(FloatBuffer source, INDArray array, int first) {
        writeAt(source, array, first * (array.length() / array.size(0)));
    }

    /** The same of whole numbers, to an int32 array. */
    public static void write(IntBuffer source, INDArray array, int first) {
        writeAt(source, array, first * (array.length() / array.size(0)));
    }

    /** Writes the bytes of all elements of a row-major array, in this machine's order. */
    public static void writeBytes(INDArray array, OutputStream out) throws IOException {
        long bytes = array.length() * array.dataType().width();
        byte[] piece = new byte[(int) Math.min(bytes, PIECE)];
        try {
            for (long at = 0; at < bytes; at += piece.length) {
                int count = (int) Math.min(piece.length, bytes - at);
                new BytePointer(array.data().pointer())
                        .position(at)
                        .limit(at + count)
                        .asBuffer()
                        .get(piece, 0, count);
                out.write(piece, 0, count);
            }
        } finally {
            // The buffer looks at the array's memory and does not keep it.
            Reference.reachabilityFence(array);
        }
    }
}
