package dev.plumb.array;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Shapes of arrays: as messages print them, {@code (32, 28, 28, 1)}, and that there is one. */
public final class ArrayShapes {
    private ArrayShapes() {}

    public static String text(INDArray array) {
        return text(array.shape());
    }

    public static String text(long... shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * Refuses what has no examples, before anything is asked of it.
     *
     * @param where as messages name it: {@code input 'image'}
     * @throws InputException if it is null, empty or a scalar
     */
    public static void requireExamples(String where, @Nullable INDArray array) {
        if (array == null) {
            throw new InputException(where + " is null: expected an array whose first axis counts the examples");
        }
        if (array.isEmpty() || array.length() == 0) {
            boolean hasExamples = array.rank() > 1 && array.size(0) > 0;
            throw new InputException(where + " is empty: its shape is " + text(array)
                    + (hasExamples ? ", expected no axis of size 0" : ", expected at least one example"));
        }
        if (array.rank() == 0) {
            throw new InputException(
                    where
                            + " is a scalar: expected an array whose first axis counts the examples, which is 1 for one example");
        }
        requireOpen(where, array);
    }

    /**
     * Refuses what has no memory any more: to read it would be to read what others have written there since.
     *
     * @param where as messages name it: {@code input 'image'}
     */
    static void requireOpen(String where, INDArray array) {
        if (array.wasClosed()) {
            throw new InputException(
                    where + " was closed, its memory is gone: close an array after its last use, or leave it to Java");
        }
    }
}
