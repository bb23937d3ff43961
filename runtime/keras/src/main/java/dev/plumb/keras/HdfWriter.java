package dev.plumb.keras;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A file of HDF5 with groups of arrays. */
final class HdfWriter {
    private HdfWriter() {}

    /**
     * Writes a file.
     *
     * @param groups groups by their paths, and the names of what is in each, in the order of its numbers
     * @param arrays arrays by those names
     * @param named arrays by their paths in the file
     */
    static void write(
            Path file,
            Map<String, List<String>> groups,
            Function<String, INDArray> arrays,
            Map<String, List<Float>> named) {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            Map<String, WritableGroup> made = new HashMap<>(Map.of("", hdf));
            groups.forEach((path, names) -> {
                WritableGroup group = group(made, path);
                for (int i = 0; i < names.size(); i++) {
                    group.putDataset(String.valueOf(i), values(arrays.apply(names.get(i))));
                }
            });
            named.forEach((path, numbers) -> {
                int end = path.lastIndexOf('/');
                float[] elements = new float[numbers.size()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = numbers.get(i);
                }
                group(made, path.substring(0, end)).putDataset(path.substring(end + 1), elements);
            });
        }
    }

    private static WritableGroup group(Map<String, WritableGroup> made, String path) {
        WritableGroup known = made.get(path);
        if (known == null) {
            int end = path.lastIndexOf('/');
            known = group(made, path.substring(0, Math.max(end, 0))).putGroup(path.substring(end + 1));
            made.put(path, known);
        }
        return known;
    }

    /** The elements as an array of arrays, or one number. */
    private static Object values(INDArray array) {
        if (array.rank() == 0 && array.dataType() == DataType.INT64) {
            return array.getLong(0);
        }
        float[] elements = array.dup('c').data().asFloat();
        if (array.rank() == 0) {
            return elements[0];
        }
        int[] sizes = new int[array.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = Math.toIntExact(array.size(axis));
        }
        Object values = Array.newInstance(float.class, sizes);
        fill(values, sizes, 0, elements, 0);
        return values;
    }

    private static int fill(Object values, int[] sizes, int axis, float[] elements, int from) {
        if (axis == sizes.length - 1) {
            System.arraycopy(elements, from, values, 0, sizes[axis]);
            return from + sizes[axis];
        }
        int next = from;
        for (int i = 0; i < sizes[axis]; i++) {
            next = fill(Array.get(values, i), sizes, axis + 1, elements, next);
        }
        return next;
    }
}
