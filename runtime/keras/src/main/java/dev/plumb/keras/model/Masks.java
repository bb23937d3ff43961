package dev.plumb.keras.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Masks that Keras made of its own: in a file they are functions ({@code NotEqual} of the ids and 0) whose results nothing takes but as a mask. Here such masks travel with what they mask.
 */
final class Masks {
    private final Set<String> functions;

    private Masks(Set<String> functions) {
        this.functions = functions;
    }

    static Masks of(List<Call> calls, List<Tensor> outputs) {
        Map<String, Described> layers = new HashMap<>();
        calls.forEach(call -> layers.put(call.layer().name(), call.layer()));
        Set<String> functions = new HashSet<>();
        Set<String> asMasks = new HashSet<>();
        calls.forEach(call -> call.options().forEach((option, value) -> {
            if (Arguments.isMask(option)) {
                Tensor.in(value).forEach(mask -> asMasks.add(mask.layer()));
            }
        }));
        layers.values().stream()
                .filter(Described::isOperation)
                .map(Described::name)
                .forEach(functions::add);
        outputs.forEach(output -> functions.remove(output.layer()));
        // What something else takes is no mask only, and neither is what this takes; what no mask comes of is none.
        boolean changed = true;
        while (changed) {
            Set<String> taken = new HashSet<>();
            Set<String> ofMasks = new HashSet<>(asMasks);
            for (Call call : calls) {
                boolean isMask = functions.contains(call.layer().name());
                call.args().forEach(arg -> Tensor.in(arg)
                        .forEach(tensor -> (isMask ? ofMasks : taken).add(tensor.layer())));
                call.options().forEach((option, value) -> {
                    if (!Arguments.isMask(option)) {
                        Tensor.in(value).forEach(tensor -> (isMask ? ofMasks : taken).add(tensor.layer()));
                    }
                });
            }
            int before = functions.size();
            functions.removeAll(taken);
            functions.retainAll(ofMasks);
            changed = functions.size() < before;
        }
        return new Masks(functions);
    }

    /** Whether a function is there for masks alone. */
    boolean isMaskOnly(Described layer) {
        return functions.contains(layer.name());
    }

    /** Whether a tensor is a mask that Keras made. */
    boolean isMask(Tensor tensor) {
        return functions.contains(tensor.layer());
    }
}
