package dev.plumb.onnx.read;

import dev.plumb.onnx.file.OnnxGraph;
import dev.plumb.onnx.file.OnnxNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who takes what in a graph: some nodes are one layer together with the only one that follows. */
final class Following {
    private final OnnxGraph graph;
    private final Map<String, List<OnnxNode>> takers = new HashMap<>();
    private final Set<String> returned;

    /** Nodes that are already a part of a layer, and what stands for what they give. */
    private final Map<Integer, Operand> absorbed = new HashMap<>();

    Following(OnnxGraph graph) {
        this.graph = graph;
        this.returned = new HashSet<>(graph.outputs());
        for (OnnxNode node : graph.nodes()) {
            for (String input : new HashSet<>(node.inputs())) {
                takers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
            }
        }
    }

    long opset() {
        return graph.opset();
    }

    /** The nodes that take this. */
    List<OnnxNode> takers(String name) {
        return takers.getOrDefault(name, List.of());
    }

    /** Whether anybody takes this, or the model returns it. */
    boolean isTaken(String name) {
        return !name.isEmpty() && (returned.contains(name) || takers.containsKey(name));
    }

    boolean isReturned(String name) {
        return returned.contains(name);
    }

    /** The only node that takes this, if it is of this type, and the model does not return it. */
    Optional<OnnxNode> only(String name, String type) {
        return only(name).filter(node -> node.type().equals(type));
    }

    /** The only node that takes this, if the model does not return it. */
    Optional<OnnxNode> only(String name) {
        List<OnnxNode> nodes = takers(name);
        return nodes.size() == 1
                        && !returned.contains(name)
                        && nodes.get(0).domain().isEmpty()
                ? Optional.of(nodes.get(0))
                : Optional.empty();
    }

    /** The node needs no layer of its own: it gives this. */
    void absorb(OnnxNode node, Operand result) {
        absorbed.put(node.number(), result);
    }

    Optional<Operand> absorbed(OnnxNode node) {
        return Optional.ofNullable(absorbed.get(node.number()));
    }
}
