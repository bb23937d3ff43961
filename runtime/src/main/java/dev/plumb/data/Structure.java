package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How several named arrays look to the user: a generated record, one plain array, or a list. Inside there are only lists of arrays in the
 * order of the names.
 *
 * @param names of the inputs or outputs, in the order of the model
 * @param toArrays takes the user's value apart
 * @param fromArrays puts it together
 * @param <R> the user's type
 */
public record Structure<R>(
        List<String> names, Function<R, List<INDArray>> toArrays, Function<List<INDArray>, R> fromArrays) {

    public Structure {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a structure needs at least one name");
        }
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("the names of a structure must differ: " + names);
        }
    }

    /** A structure of the user's own type. */
    public static <R> Structure<R> of(
            List<String> names, Function<R, List<INDArray>> toArrays, Function<List<INDArray>, R> fromArrays) {
        return new Structure<>(names, toArrays, fromArrays);
    }

    /** The untyped structure: a list of arrays in the order of the names. */
    public static Structure<List<INDArray>> list(List<String> names) {
        return new Structure<>(names, Function.identity(), Function.identity());
    }

    /** One plain array. */
    public static Structure<INDArray> single(String name) {
        return new Structure<>(List.of(name), List::of, arrays -> arrays.get(0));
    }

    /**
     * The arrays of a value, in the order of the names.
     *
     * @throws InputException if an array is missing or there is one too many
     */
    public List<INDArray> arrays(R value) {
        List<INDArray> arrays = toArrays.apply(Objects.requireNonNull(value, "the arrays are null"));
        count(arrays);
        for (int i = 0; i < names.size(); i++) {
            if (arrays.get(i) == null) {
                throw new InputException("the array of '" + names.get(i) + "' is null");
            }
        }
        return List.copyOf(arrays);
    }

    /**
     * The value made of arrays in the order of the names.
     *
     * @throws InputException if their number differs from that of the names
     */
    public R record(List<INDArray> arrays) {
        count(arrays);
        return fromArrays.apply(arrays);
    }

    private void count(List<INDArray> arrays) {
        if (arrays.size() != names.size()) {
            throw new InputException("expected " + names.size() + (names.size() == 1 ? " array" : " arrays")
                    + " in the order " + names + ", found " + arrays.size());
        }
    }
}
