package dev.plumb.compile;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sizes for the symbolic axes of a graph that all its layers accept: to try it at. */
public final class ExampleSizes {
    /** Sizes up to this are tried. */
    static final long LARGEST = 512;

    private ExampleSizes() {}

    /**
     * The smallest sizes from this one on that fit all layers; none for a graph without symbolic axes.
     *
     * @return empty if nothing up to 512 fits
     */
    public static Optional<Map<String, Long>> from(Graph graph, long smallest) {
        if (graph.names().isEmpty()) {
            return Optional.of(Map.of());
        }
        for (long size = smallest; size <= LARGEST; size++) {
            Optional<Map<String, Long>> found = near(graph, size);
            if (found.isPresent()) {
                return found;
            }
        }
        return smallest > 1 ? from(graph, 1) : Optional.empty();
    }

    /** Sizes from this one on, one more for each axis, or this size for all, if either fits. */
    static Optional<Map<String, Long>> near(Graph graph, long size) {
        List<String> names = List.copyOf(graph.names());
        Map<String, Long> apart = new LinkedHashMap<>();
        Map<String, Long> alike = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            apart.put(names.get(i), size + i);
            alike.put(names.get(i), size);
        }
        return fits(graph, apart) ? Optional.of(apart) : fits(graph, alike) ? Optional.of(alike) : Optional.empty();
    }

    private static boolean fits(Graph graph, Map<String, Long> sizes) {
        boolean holds = graph.nodes().stream()
                .map(Node::assumptions)
                .flatMap(List::stream)
                .allMatch(assumption -> assumption.holds(sizes));
        try {
            return holds && !GraphChecker.bind(graph, sizes).nodes().isEmpty();
        } catch (GraphException e) {
            return false;
        }
    }
}
