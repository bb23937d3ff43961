package dev.plumb.graph.build;

import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.SourceLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where in a program the layers and inputs of a graph were added to it: what the compiler would point at. */
final class SourceLines {
    private static final Set<String> OWN = Set.of(
            SourceLine.class.getName(),
            SourceLines.class.getName(),
            GraphBuilder.class.getName(),
            SequentialBuilder.class.getName());

    /** Builds graphs of the parts of layers in code, for those who wrote these. */
    private static final String FOR_CODE = "dev.plumb.layer.";

    private final Map<String, List<String>> lines = new HashMap<>();

    /** Notes that the caller of a builder adds a layer or input of this name now. */
    void note(String layer) {
        SourceLine.outside(name -> OWN.contains(name) || name.startsWith(FOR_CODE))
                .ifPresent(line ->
                        lines.computeIfAbsent(layer, key -> new ArrayList<>()).add(line));
    }

    /** The problem with the line of the layer that it is about; with several, if several layers have its name. */
    Problem added(Problem problem) {
        List<Problem.Evidence> evidence = new ArrayList<>();
        lines.getOrDefault(problem.place().layer(), List.of())
                .forEach(line -> evidence.add(new Problem.Evidence("at", line, "")));
        evidence.addAll(problem.evidence());
        return problem.withEvidence(evidence);
    }
}
