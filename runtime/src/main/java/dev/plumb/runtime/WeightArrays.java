package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.NativeArrays;
import dev.plumb.array.Rows;
import dev.plumb.engine.plan.Slot;
import dev.plumb.weights.WeightStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights as arrays of the user: copies of them, and other values for them. */
final class WeightArrays {
    private WeightArrays() {}

    /** All by their paths, in the order of the graph. */
    static Map<String, INDArray> copies(WeightStore weights) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        weights.entries().forEach(entry -> copies.put(entry.path(), copy(weights, entry.path())));
        return copies;
    }

    static INDArray copy(WeightStore weights, String path) {
        return copy(weights.slot(path));
    }

    /** What lies in a place, in its shape. */
    static INDArray copy(Slot slot) {
        INDArray copy = Nd4j.create(DataType.FLOAT, sizes(slot), 'c');
        NativeArrays.write(slot.floats(), copy, 0);
        return copy;
    }

    static void set(WeightStore weights, String path, INDArray values) {
        read("weight", path, values, weights.slot(path));
        weights.changed();
    }

    /**
     * Puts values into a place.
     *
     * @param kind what they are: {@code weight}
     * @throws InputException if there are none, or they have another shape
     */
    static void read(String kind, String name, @Nullable INDArray values, Slot slot) {
        long[] shape = sizes(slot);
        String what = kind + " '" + name + "'";
        if (values == null) {
            throw new InputException(
                    "the values of " + what + " are null: expected an array of shape " + ArrayShapes.text(shape));
        }
        if (!Arrays.equals(values.shape(), shape)) {
            throw new InputException(
                    what + " has the shape " + ArrayShapes.text(shape) + ": found " + ArrayShapes.text(values));
        }
        int count = shape.length == 0 ? 1 : Math.toIntExact(shape[0]);
        INDArray rows = shape.length < 2 ? values.reshape(count, 1) : values;
        Rows.of(name, rows).read(0, count, slot.floats());
    }

    private static long[] sizes(Slot slot) {
        return slot.type().shape().stream().mapToLong(Integer::longValue).toArray();
    }
}
