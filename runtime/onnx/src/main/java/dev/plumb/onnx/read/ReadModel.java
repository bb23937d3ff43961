package dev.plumb.onnx.read;

import dev.plumb.graph.Graph;
import dev.plumb.runtime.WeightSource;
import java.util.List;

/**
 * A model that was read.
 *
 * @param weights by the names of layers and weights here
 */
public record ReadModel(
        Graph graph, List<WeightSource.Layer> weights, List<TensorLayout> inputs, List<TensorLayout> outputs) {
    public ReadModel {
        weights = List.copyOf(weights);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
