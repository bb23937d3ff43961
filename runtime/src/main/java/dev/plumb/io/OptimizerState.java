package dev.plumb.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an optimizer needs to go on as if it had never stopped.
 *
 * @param attributes its name, settings and counters: what JSON holds
 * @param tensors its arrays, such as moments
 */
public record OptimizerState(Map<String, Object> attributes, List<TensorData> tensors) {
    public OptimizerState {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        tensors = List.copyOf(tensors);
    }
}
