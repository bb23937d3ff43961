package dev.plumb.graph;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked model: immutable data. Made by {@link GraphBuilder} or {@link GraphChecker}, so every wire leads somewhere and every type
 * fits.
 *
 * @param nodes in an order in which each node comes after its inputs; the order depends on the wiring only, not on the order in which
 *     the model was written
 */
public record Graph(String name, List<Input> inputs, List<Node> nodes, List<Output> outputs) {

    public Graph {
        inputs = List.copyOf(inputs);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
    }

    /** An input of the model. */
    public record Input(String name, TensorType type) {}

    /** What the model returns under {@code name}, and how it is trained, if that is stated. */
    public record Output(String name, Wire wire, TensorType type, Optional<Loss.Spec> loss, List<Metric> metrics) {
        public Output {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * The node of that name.
     *
     * @throws IllegalArgumentException if there is none; the message suggests the nearest name
     */
    public Node node(String nodeName) {
        return nodes.stream()
                .filter(node -> node.name().equals(nodeName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model '" + name + "' has no layer '" + nodeName + "'"
                        + Similar.hint(nodeName, nodes.stream().map(Node::name).toList())));
    }

    /** The number of elements of all weights, shared ones counted once. */
    public long parameters() {
        return nodes.stream().mapToLong(Node::parameters).sum();
    }

    /** The number of elements of the weights that training moves. */
    public long trainableParameters() {
        return nodes.stream()
                .filter(Node::trainable)
                .flatMap(node -> node.weights().stream())
                .filter(Weight::trainable)
                .mapToLong(Weight::parameters)
                .sum();
    }

    /** What is left to check when the sizes of symbolic axes are known, by the name of the layer that needs it. */
    public Map<String, List<Assumption>> assumptions() {
        Map<String, List<Assumption>> assumptions = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.spec().infer(node.inputTypes()) instanceof Inference.Types types
                    && !types.assumptions().isEmpty()) {
                assumptions.put(node.name(), types.assumptions());
            }
        }
        return assumptions;
    }

    /** The Keras table of layers, shapes and parameters. */
    @Override
    public String toString() {
        return Summary.of(this).text();
    }
}
