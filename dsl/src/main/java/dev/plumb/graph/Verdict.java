package dev.plumb.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param graph the graph, if there are no problems
 * @param problems all of them, each once
 * @param types the types that are known, by the name of the layer or input, also where the model has problems
 */
public record Verdict(Optional<Graph> graph, List<Problem> problems, Map<String, TensorType> types) {

    public Verdict {
        problems = List.copyOf(problems);
        types = Map.copyOf(types);
    }
}
