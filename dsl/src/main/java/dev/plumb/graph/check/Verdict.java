package dev.plumb.graph.check;

import dev.plumb.graph.Graph;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param graph the graph, if there are no problems
 * @param problems all of them, each once
 * @param warnings what the graph is probably not meant to be; none where there are problems
 * @param types the types that are known, by the name of the layer or input, also where the model has problems
 */
public record Verdict(
        Optional<Graph> graph, List<Problem> problems, List<Problem> warnings, Map<String, TensorType> types) {

    public Verdict {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        types = Map.copyOf(types);
    }

    /** The same verdict with the warnings that were found. */
    public Verdict withWarnings(List<Problem> found) {
        return new Verdict(graph, problems, found, types);
    }
}
