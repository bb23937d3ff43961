package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import java.io.IOException;
import java.util.Map;

/** The form in which archives hold the graph of a model. */
final class ArchivedGraph {
    /** What layers in code have declared. */
    private static final String DECLARED = "declared";

    private ArchivedGraph() {}

    /** The graph as text. */
    static String text(Graph graph) throws IOException {
        Map<String, Object> tree = DraftTree.of(graph.draft());
        Map<String, Object> declared = ArchivedWeights.of(graph);
        if (!declared.isEmpty()) {
            tree.put(DECLARED, declared);
        }
        return JSON.std.asString(tree);
    }

    /**
     * The graph that a text holds.
     *
     * @throws FormatException if it holds none, or one that has problems
     */
    static Graph read(String text) throws FormatException {
        try {
            Map<String, Object> tree = Json.object(text);
            Graph graph = GraphChecker.graph(DraftTree.read(tree));
            return tree.get(DECLARED) instanceof Map<?, ?> declared ? ArchivedWeights.in(graph, declared) : graph;
        } catch (RuntimeException | LinkageError e) {
            throw new FormatException("it is not the graph of a model: " + e.getMessage(), e);
        }
    }
}
