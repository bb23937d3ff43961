package dev.plumb.compile;

import dev.plumb.graph.Graph;
import java.util.Map;

/**
 * Everything that a plan is specialised to: the batch size, the symbolic sizes of the graph, the number of threads.
 *
 * @param names the symbolic sizes by their names
 * @param threads among how many threads each step of the work may be divided; {@link Threads#BY_WORK} to decide that by the work
 */
public record Sizes(int batch, Map<String, Long> names, int threads) {
    public Sizes {
        names = Map.copyOf(names);
    }

    /** The graph with these sizes for its symbolic ones. */
    Graph bind(Graph graph) {
        return names.isEmpty() ? graph : dev.plumb.graph.check.GraphChecker.bind(graph, names);
    }
}
