package dev.plumb.array;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Shapes of arrays: as messages print them, {@code (32, 28, 28, 1)}. */
public final class ArrayShapes {
    private ArrayShapes() {}

    public static String text(INDArray array) {
        return text(array.shape());
    }

    public static String text(long... shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
