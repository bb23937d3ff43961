package dev.plumb.keras.model;

import dev.plumb.keras.layer.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a layer in a functional model.
 *
 * @param layer the layer, as the file has it
 * @param index which of the layer's calls it is
 * @param args what it is called with
 * @param options what it is called with by name
 */
record Call(Described layer, int index, List<@Nullable Object> args, Map<String, @Nullable Object> options) {
    Call {
        args = Collections.unmodifiableList(new ArrayList<>(args));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** The calls of a layer: an object each as Keras 3 writes them, a list of inputs each as Keras 2 did. */
    static List<Call> of(Described layer, @Nullable Object nodes) {
        List<Call> calls = new ArrayList<>();
        for (Object node : Json.items(nodes)) {
            if (node instanceof Map<?, ?>) {
                Map<String, @Nullable Object> call = Json.object(node);
                calls.add(new Call(layer, calls.size(), Json.items(call.get("args")), Json.object(call.get("kwargs"))));
            } else {
                calls.add(older(layer, calls.size(), Json.items(node)));
            }
        }
        return calls;
    }

    private static Call older(Described layer, int index, List<@Nullable Object> inputs) {
        List<@Nullable Object> args = new ArrayList<>();
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        List<@Nullable Object> each = Tensor.history(inputs).isPresent() ? Collections.singletonList(inputs) : inputs;
        for (Object input : each) {
            List<@Nullable Object> parts = Json.items(input);
            args.add(tensor(input));
            if (parts.size() > 3) {
                Json.object(parts.get(3)).forEach((name, value) -> options.put(name, tensors(value)));
            }
        }
        return new Call(layer, index, Collections.singletonList(args), options);
    }

    private static @Nullable Object tensors(@Nullable Object value) {
        if (Tensor.history(value).isPresent()) {
            return tensor(value);
        }
        return value instanceof List<?> items
                ? items.stream().map(Call::tensors).toList()
                : value;
    }

    private static Object tensor(@Nullable Object history) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("keras_history", history);
        return Json.made("", "__keras_tensor__", config);
    }

    /** All tensors that it takes, the first ones by their places. */
    List<Tensor> tensors() {
        List<Tensor> tensors = new ArrayList<>(Tensor.in(args));
        options.values().forEach(value -> tensors.addAll(Tensor.in(value)));
        return tensors;
    }
}
