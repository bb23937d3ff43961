package dev.plumb.processor.random;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the layers of a graph are, and where each takes its inputs and weights, without those that pass on what they get. */
public final class LayersByName {
    private LayersByName() {}

    /**
     * The layers as text, sorted.
     *
     * @param names what to call a layer of a path
     */
    public static List<String> of(Graph graph, UnaryOperator<String> names) {
        return graph.nodes().stream()
                .filter(node -> !node.spec().layerName().equals("Identity"))
                .map(node -> layer(node, names))
                .sorted()
                .toList();
    }

    private static String layer(Node node, UnaryOperator<String> names) {
        String inputs = node.inputs().stream()
                .map(wire -> names.apply(wire.source()) + "." + wire.output())
                .collect(Collectors.joining(" "));
        return names.apply(node.name()) + " " + node.spec() + " " + inputs + " " + names.apply(node.sharing()) + " "
                + node.trainable();
    }
}
