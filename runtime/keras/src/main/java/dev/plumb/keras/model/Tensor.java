package dev.plumb.keras.model;

import dev.plumb.keras.layer.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a functional model: output {@code index} of a call of a layer.
 *
 * @param layer the name of the layer
 * @param call which of its calls
 * @param index which output of that call
 */
record Tensor(String layer, int call, int index) {

    /** A tensor where a call takes one, as Keras 3 writes it. */
    static Optional<Tensor> of(@Nullable Object value) {
        return Json.className(value).filter("__keras_tensor__"::equals).isPresent()
                ? history(Json.config(value).get("keras_history"))
                : Optional.empty();
    }

    /** A list of name, call and output. */
    static Optional<Tensor> history(@Nullable Object value) {
        return value instanceof List<?> items
                        && items.size() >= 3
                        && items.get(0) instanceof String layer
                        && items.get(1) instanceof Number call
                        && items.get(2) instanceof Number index
                ? Optional.of(new Tensor(layer, call.intValue(), index.intValue()))
                : Optional.empty();
    }

    /** The tensors in an argument, in the order in which Keras has them: of an object, by its keys. */
    static List<Tensor> in(@Nullable Object value) {
        List<Tensor> tensors = new ArrayList<>();
        Optional<Tensor> one = of(value);
        if (one.isPresent()) {
            tensors.add(one.get());
        } else if (value instanceof List<?> items) {
            items.forEach(item -> tensors.addAll(in(item)));
        } else if (value instanceof Map<?, ?>) {
            new TreeMap<>(Json.object(value)).values().forEach(item -> tensors.addAll(in(item)));
        }
        return tensors;
    }

    /** The tensors that a model states as its inputs or outputs: one, a list, or an object of them. */
    static List<Tensor> listed(@Nullable Object value) {
        List<Tensor> tensors = new ArrayList<>();
        entries(value).forEach(entry -> history(entry).ifPresent(tensors::add));
        return tensors;
    }

    /** What stands among these and is no tensor: not a name with the whole numbers of a call and an output. */
    static List<Object> unreadable(@Nullable Object value) {
        return entries(value).stream().filter(entry -> !isExact(entry)).toList();
    }

    private static List<Object> entries(@Nullable Object value) {
        List<Object> entries = new ArrayList<>();
        if (value instanceof Map<?, ?>) {
            new TreeMap<>(Json.object(value)).values().forEach(item -> entries.addAll(entries(item)));
        } else if (value instanceof List<?> items && (items.isEmpty() || !(items.get(0) instanceof String))) {
            items.forEach(item -> entries.addAll(entries(item)));
        } else if (value != null) {
            entries.add(value);
        }
        return entries;
    }

    private static boolean isExact(Object entry) {
        return entry instanceof List<?> items
                && items.size() == 3
                && items.get(0) instanceof String
                && isCount(items.get(1))
                && isCount(items.get(2));
    }

    private static boolean isCount(@Nullable Object value) {
        return value instanceof Number number && number.doubleValue() == number.intValue();
    }
}
