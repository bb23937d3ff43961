package dev.plumb.array;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J arrays that results are written to. */
public final class NativeArrays {
    private NativeArrays() {}

    /** A row-major float32 array of so many examples; the batch size of the shape does not matter. */
    public static INDArray zeros(int examples, List<Integer> shape) {
        long[] sizes = shape.stream().mapToLong(size -> size).toArray();
        sizes[0] = examples;
        return Nd4j.create(DataType.FLOAT, sizes, 'c');
    }

    /** Copies whole examples, index 0 of the source first, to those of such an array from {@code first} on. */
    public static void write(FloatBuffer source, INDArray array, int first) {
        try {
            new FloatPointer(array.data().pointer())
                    .getPointer(FloatPointer.class, first * (array.length() / array.size(0)))
                    .capacity(source.capacity())
                    .asBuffer()
                    .put(source.duplicate().rewind());
        } finally {
            // The buffer looks at the array's memory and does not keep it.
            Reference.reachabilityFence(array);
        }
    }
}
