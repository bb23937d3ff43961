package dev.plumb.graph;

import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;

/**
 * A layer of a checked graph.
 *
 * @param name unique in its graph
 * @param spec what the layer is
 * @param inputs where its inputs come from
 * @param inputTypes their types
 * @param outputTypes the types of its outputs
 * @param assumptions what its rule could not decide while sizes are symbolic
 * @param sharing the node whose weights it uses; its own name unless it is shared
 * @param trainable whether its trainable weights are trained
 */
public record Node(
        String name,
        LayerSpec spec,
        List<TensorName> inputs,
        List<TensorType> inputTypes,
        List<TensorType> outputTypes,
        List<Assumption> assumptions,
        String sharing,
        boolean trainable) {

    public Node {
        inputs = List.copyOf(inputs);
        inputTypes = List.copyOf(inputTypes);
        outputTypes = List.copyOf(outputTypes);
        assumptions = List.copyOf(assumptions);
    }

    /** Layer and name as messages show them: {@code Dense 'hidden'}. */
    public String title() {
        return spec.title() + " '" + name + "'";
    }

    /** The type of the first output. */
    public TensorType type() {
        return outputTypes.get(0);
    }

    /** Whether it uses the weights of another node. */
    public boolean isShared() {
        return !sharing.equals(name);
    }

    /** The weights that this node owns: none if it uses another node's. */
    public List<Weight> weights() {
        return isShared() ? List.of() : spec.weights(inputTypes);
    }

    /** The name of one of its weights in the model: {@code hidden/kernel}. */
    public String path(Weight weight) {
        return sharing + "/" + weight.name();
    }

    /** The same node of another layer with the same shape rule. */
    public Node withSpec(LayerSpec other) {
        return new Node(name, other, inputs, inputTypes, outputTypes, assumptions, sharing, trainable);
    }

    /** The same layer, trained or not. */
    public Node withTrainable(boolean trained) {
        return new Node(name, spec, inputs, inputTypes, outputTypes, assumptions, sharing, trained);
    }

    /** The number of elements of the weights that it owns. */
    public long parameters() {
        return weights().stream().mapToLong(Weight::parameters).sum();
    }
}
