package dev.plumb.keras.model;

import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.KerasLayers;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a call of a layer gives to it, by place and by name: its inputs in their order here, its mask, and what is stated of the layer. */
final class Arguments {
    /** Masks that Keras passes to a layer, with the input that each is of. */
    private static final Map<String, Integer> MASKS =
            Map.of("mask", 0, "query_mask", 0, "value_mask", 1, "key_mask", 2);

    private static final Set<String> FIRST = Set.of("inputs", "sequences", "query");

    private final Predicate<Tensor> isMask;
    private final Map<String, List<Tensor>> roles = new LinkedHashMap<>();

    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Integer> masked = new ArrayList<>();
    private Optional<Tensor> mask = Optional.empty();
    private LayerSpec layer;
    private boolean reversed;

    private Arguments(LayerSpec layer, Predicate<Tensor> isMask) {
        this.layer = layer;
        this.isMask = isMask;
    }

    /**
     * Those of a call.
     *
     * @param layer what is called
     * @param isMask whether a tensor is a mask that Keras made of its own, and so travels here, too
     */
    static Arguments of(Call call, LayerSpec layer, Predicate<Tensor> isMask) throws NoCounterpart {
        Arguments arguments = new Arguments(layer, isMask);
        for (Object arg : call.args()) {
            List<Tensor> tensors = Tensor.in(arg);
            if (tensors.isEmpty() && arg != null) {
                throw new NoCounterpart("it is called with " + Json.shown(arg) + ", which is no tensor");
            }
            arguments.inputs.addAll(tensors);
        }
        for (Map.Entry<String, @Nullable Object> option : call.options().entrySet()) {
            // a model says itself whether it is training, whatever a call of a layer said
            if (option.getValue() != null && !option.getKey().equals("training")) {
                arguments.option(option.getKey(), option.getValue());
            }
        }
        arguments.roles();
        return arguments;
    }

    /** Whether an argument of this name is a mask. */
    static boolean isMask(String option) {
        return MASKS.containsKey(option);
    }

    private void option(String name, Object value) throws NoCounterpart {
        List<Tensor> tensors = Tensor.in(value);
        if (MASKS.containsKey(name)) {
            mask(name, value);
        } else if (FIRST.contains(name) && !tensors.isEmpty()) {
            inputs.addAll(0, tensors);
        } else if (name.equals("initial_state") && !tensors.isEmpty()) {
            inputs.addAll(tensors);
        } else if (layer instanceof AttentionSpec && !tensors.isEmpty()) {
            roles.put(name.equals("attention_mask") ? "mask" : name, tensors);
        } else if (name.equals("reverse") && value instanceof Boolean reverse) {
            reversed = reverse;
        } else if (value instanceof Boolean stated && tensors.isEmpty()) {
            if (stated) {
                layer = KerasLayers.called(layer, name, true);
            }
        } else {
            throw new NoCounterpart(
                    "it is called with " + name + " = " + (tensors.isEmpty() ? Json.shown(value) : "a tensor"));
        }
    }

    private void mask(String name, Object value) throws NoCounterpart {
        List<@Nullable Object> each = value instanceof List<?> ? Json.items(value) : List.of(value);
        for (int i = 0; i < each.size(); i++) {
            Optional<Tensor> given = Tensor.of(each.get(i));
            if (given.isEmpty()) {
                continue;
            }
            if (isMask.test(given.get())) {
                masked.add(MASKS.getOrDefault(name, 0) + i);
            } else if (name.equals("mask") && each.size() == 1) {
                mask = given;
            } else {
                throw new NoCounterpart("it is called with a " + name
                        + " of its own: here a layer takes one mask with its first input, others travel with"
                        + " what they mask");
            }
        }
    }

    /** Attentions take their inputs by role: a key that is left out before a mask is the value. */
    private void roles() throws NoCounterpart {
        if (roles.isEmpty()) {
            return;
        }
        List<String> names = layer.inputNames();
        for (Map.Entry<String, List<Tensor>> role : roles.entrySet()) {
            int place = names.indexOf(role.getKey());
            if (place < 0 || role.getValue().size() != 1) {
                throw new NoCounterpart("it is called with " + role.getKey() + " = a tensor");
            }
        }
        for (String name : names) {
            List<Tensor> given = roles.get(name);
            if (given != null && names.indexOf(name) >= inputs.size()) {
                while (inputs.size() < names.indexOf(name)) {
                    inputs.add(inputs.get(inputs.size() - 1));
                }
                inputs.add(given.get(0));
            }
        }
    }

    /** The layer, with what the call states of it. */
    LayerSpec layer() {
        return layer;
    }

    List<Tensor> inputs() {
        return inputs;
    }

    /** A mask that is a tensor of the model. */
    Optional<Tensor> mask() {
        return mask;
    }

    /** The inputs that have a mask which travels with them. */
    List<Integer> masked() {
        return masked.stream().filter(input -> input < inputs.size()).toList();
    }

    /** Whether the layer is applied in reverse. */
    boolean isReversed() {
        return reversed;
    }
}
