package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import java.io.IOException;

/** The form in which archives hold the graph of a model. */
final class ArchivedGraph {
    private ArchivedGraph() {}

    /** The graph as text. */
    static String text(Graph graph) throws IOException {
        return JSON.std.asString(DraftTree.of(graph.draft()));
    }

    /**
     * The graph that a text holds.
     *
     * @throws FormatException if it holds none, or one that has problems
     */
    static Graph read(String text) throws FormatException {
        try {
            return GraphChecker.graph(DraftTree.read(Json.object(text)));
        } catch (RuntimeException | LinkageError e) {
            throw new FormatException("it is not the graph of a model: " + e.getMessage(), e);
        }
    }
}
