package dev.plumb.data;

import dev.plumb.array.ArrayNames;
import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How several named arrays look to the user: a generated record, one plain array, a list or a map. Inside there are only lists of arrays in
 * the order of the names. A trainer finds the arrays of a data set by these names, so their order does not matter to it.
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
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("the names of a structure must differ: " + names);
        }
    }

    /** A structure of the user's own type. */
    public static <R> Structure<R> of(
            List<String> names, Function<R, List<INDArray>> toArrays, Function<List<INDArray>, R> fromArrays) {
        return new Structure<>(required(names), toArrays, fromArrays);
    }

    private static List<String> required(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a structure needs at least one name; Structure.none() is that of no targets");
        }
        return names;
    }

    /** No arrays: the targets of a model that learns without. */
    public static Structure<List<INDArray>> none() {
        return new Structure<>(List.of(), Function.identity(), Function.identity());
    }

    /** The untyped structure: a list of arrays in the order of the names. */
    public static Structure<List<INDArray>> list(List<String> names) {
        return new Structure<>(required(names), Function.identity(), Function.identity());
    }

    /**
     * The untyped structure whose arrays go by their names. Taking a map apart throws {@link InputException} if a name is missing or
     * unknown.
     */
    public static Structure<Map<String, INDArray>> map(List<String> names) {
        List<String> order = List.copyOf(required(names));
        return new Structure<>(order, arrays -> inOrder(order, arrays), arrays -> byName(order, arrays));
    }

    private static List<INDArray> inOrder(List<String> names, Map<String, INDArray> arrays) {
        ArrayNames.positions("the arrays", names, names, arrays.keySet());
        List<INDArray> ordered = new ArrayList<>();
        names.forEach(name -> ordered.add(arrays.get(name)));
        return ordered;
    }

    private static Map<String, INDArray> byName(List<String> names, List<INDArray> arrays) {
        Map<String, INDArray> map = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), arrays.get(i));
        }
        return Collections.unmodifiableMap(map);
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
        if (value == null) {
            throw new InputException(
                    names.size() == 1
                            ? "the array of '" + names.get(0) + "' is null"
                            : "the arrays of " + names + " are null");
        }
        List<INDArray> arrays = toArrays.apply(value);
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
