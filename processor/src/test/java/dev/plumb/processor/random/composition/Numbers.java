package dev.plumb.processor.random.composition;

import dev.plumb.dsl.DType;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights and inputs that depend on their names only: {@code composed.py} computes the same. */
final class Numbers {
    private static final long MASK = 0xFFFFFFFFL;

    private Numbers() {}

    /** From -0.5 to 0.5. */
    private static double[] of(String path, int count) {
        long seed = path.hashCode() & MASK;
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            long x = (seed + i * 2_654_435_761L) & MASK;
            for (int round = 0; round < 2; round++) {
                x = ((x ^ (x >>> 16)) * 0x45D9F3B) & MASK;
            }
            x = x ^ (x >>> 16);
            numbers[i] = x / 4_294_967_296.0 - 0.5;
        }
        return numbers;
    }

    static INDArray weight(String path, long... shape) {
        boolean isScale = path.endsWith("moving_variance") || path.endsWith("gamma");
        double[] values = of(path, Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact)));
        for (int i = 0; i < values.length; i++) {
            values[i] = isScale ? values[i] + 1 : values[i] * 0.6;
        }
        return Nd4j.create(values, shape, 'c').castTo(DataType.FLOAT);
    }

    static INDArray input(String name, DType dtype, long... shape) {
        double[] values =
                of("input " + name, Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact)));
        for (int i = 0; i < values.length; i++) {
            values[i] = dtype == DType.FLOAT32 ? values[i] * 2 : Math.floor((values[i] + 0.5) * 10);
        }
        return Nd4j.create(values, shape, 'c').castTo(dtype == DType.FLOAT32 ? DataType.FLOAT : DataType.INT32);
    }
}
