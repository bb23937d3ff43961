package dev.plumb.compile;

import dev.plumb.graph.Dim;
import dev.plumb.graph.Graph;
import dev.plumb.graph.GraphBuilder;
import dev.plumb.graph.Node;
import dev.plumb.graph.Shape;
import dev.plumb.graph.Wire;
import java.util.List;

/**
 * Everything that a plan is specialised to: the batch size, and the shapes of the inputs where these have symbolic sizes.
 *
 * @param inputs the known shapes of the inputs in their order, or empty if the graph has no symbolic size
 */
public record Sizes(int batch, List<Shape> inputs) {
    public Sizes {
        inputs = List.copyOf(inputs);
    }

    /** The sizes of a graph without symbolic sizes. */
    public static Sizes of(Graph graph, int batch) {
        return new Sizes(batch, List.of());
    }

    /** The sizes of a batch with inputs of these shapes, without the batch axis. */
    public static Sizes of(Graph graph, int batch, List<Shape> shapes) {
        return isKnown(graph) ? of(graph, batch) : new Sizes(batch, shapes);
    }

    private static boolean isKnown(Graph graph) {
        return graph.inputs().stream()
                .allMatch(input -> input.type().shape().dims().stream().allMatch(Dim::isKnown));
    }

    /**
     * The graph with these sizes for its symbolic ones, checked by the same rules as ever: what could not be decided before is decided
     * here.
     *
     * @throws dev.plumb.graph.GraphException if they do not fit
     */
    Graph bind(Graph graph) {
        if (inputs.isEmpty()) {
            return graph;
        }
        GraphBuilder builder = GraphBuilder.named(graph.name());
        for (int i = 0; i < inputs.size(); i++) {
            Graph.Input input = graph.inputs().get(i);
            builder.input(input.name(), inputs.get(i), input.type().dtype());
        }
        for (Node node : graph.nodes()) {
            builder.apply(node.name(), node.spec(), node.inputs().toArray(Wire[]::new));
        }
        graph.outputs().forEach(output -> builder.output(output.wire()));
        return builder.build();
    }
}
