package dev.plumb.array;

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

    /** The memory of such an array; valid as long as the array is reachable. */
    public static FloatBuffer buffer(INDArray array) {
        return new FloatPointer(array.data().pointer())
                .position(0)
                .limit(array.length())
                .asBuffer();
    }
}
