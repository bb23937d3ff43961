package dev.plumb.keras;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order that Keras gives the layers of a functional model, and writes them in: what is farther from the outputs comes first; of layers
 * equally far, the one that is met first on the way back from the outputs (keras/src/models/functional.py, {@code map_graph}).
 */
final class KerasOrder {
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, Integer> visits = new HashMap<>();

    private KerasOrder(Graph graph) {
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        List<Node> backwards = new ArrayList<>(graph.nodes());
        Collections.reverse(backwards);
        Map<String, Integer> calls = new HashMap<>();
        for (Node node : backwards) {
            int depth = calls.getOrDefault(node.name(), 0);
            depths.merge(node.sharing(), depth, Math::max);
            node.inputs().forEach(input -> calls.merge(input.source(), depth + 1, Math::max));
        }
        visit(graph);
    }

    /** These layers in Keras's order. */
    static List<Node> sorted(Graph graph, List<Node> layers) {
        KerasOrder order = new KerasOrder(graph);
        return layers.stream()
                .sorted(Comparator.comparingInt((Node node) -> -order.depths.getOrDefault(node.name(), 0))
                        .thenComparingInt(node -> order.visits.getOrDefault(node.name(), Integer.MAX_VALUE)))
                .toList();
    }

    private void visit(Graph graph) {
        Deque<String> stack = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        List<TensorName> outputs =
                graph.outputs().stream().map(Graph.Output::wire).toList();
        for (int i = outputs.size() - 1; i >= 0; i--) {
            stack.push(outputs.get(i).source());
        }
        while (!stack.isEmpty()) {
            Node node = nodes.get(stack.pop());
            if (node == null || !seen.add(node.name())) {
                continue;
            }
            visits.putIfAbsent(node.sharing(), visits.size());
            for (int i = node.inputs().size() - 1; i >= 0; i--) {
                stack.push(node.inputs().get(i).source());
            }
        }
    }
}
