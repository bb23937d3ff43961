package dev.plumb.compile;

import dev.plumb.graph.Graph;
import java.util.Map;

/**
 * Everything that a plan is specialised to: the batch size, and the symbolic sizes of the graph.
 *
 * @param names the symbolic sizes by their names
 */
public record Sizes(int batch, Map<String, Long> names) {
    public Sizes {
        names = Map.copyOf(names);
    }

    /** The graph with these sizes for its symbolic ones. */
    Graph bind(Graph graph) {
        return names.isEmpty() ? graph : dev.plumb.graph.check.GraphChecker.bind(graph, names);
    }
}
