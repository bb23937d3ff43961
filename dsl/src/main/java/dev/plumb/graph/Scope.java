package dev.plumb.graph;

import dev.plumb.graph.shape.TensorType;
import java.util.List;

/**
 * A nested model, block or repetition of a checked graph: its layers are the nodes whose names begin with its path.
 *
 * @param path its name, within those that it is in: {@code stage1/0}
 * @param layer what it is as a layer: the name of the model or block
 * @param outputTypes the types of its outputs
 */
public record Scope(String path, String layer, List<TensorType> outputTypes) {
    public Scope {
        outputTypes = List.copyOf(outputTypes);
    }

    /** Whether a node or another scope lies in it. */
    public boolean contains(String other) {
        return other.startsWith(path + "/");
    }
}
