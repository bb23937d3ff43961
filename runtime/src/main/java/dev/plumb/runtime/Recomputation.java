package dev.plumb.runtime;

import dev.plumb.compile.Execution;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The parts of a network whose values training computes again instead of keeping them. Safe for use by several threads: each step looks once. */
final class Recomputation {
    private final Execution execution;
    private final LayerPatterns layers;
    /** The paths of all layers, and of what layers lie in. */
    private final SortedSet<String> paths = new TreeSet<>();

    /**
     * Those that the graph declares.
     *
     * @param execution is told
     */
    Recomputation(Graph graph, Execution execution) {
        this.execution = execution;
        this.layers = LayerPatterns.ofAll(graph);
        for (Scope scope : graph.scopes()) {
            paths.add(scope.path());
        }
        for (Node node : graph.nodes()) {
            paths.add(node.name());
        }
        choose(graph.recomputed());
    }

    /**
     * From now on these.
     *
     * @throws IllegalArgumentException if a pattern matches nothing; nothing is changed then
     */
    void choose(String... patterns) {
        Set<String> named = new HashSet<>();
        for (String pattern : patterns) {
            named.addAll(layers.paths(pattern));
        }
        choose(named);
    }

    private void choose(Set<String> named) {
        SortedSet<String> chosen = new TreeSet<>();
        for (String path : named) {
            Set<String> repetitions = repetitions(path);
            chosen.addAll(repetitions.isEmpty() ? Set.of(path) : repetitions);
        }
        SortedSet<String> outer = new TreeSet<>(chosen);
        outer.removeIf(path -> chosen.stream().anyMatch(other -> path.startsWith(other + "/")));
        execution.recomputed(outer);
    }

    /** Those of a repetition, which are numbered; none of anything else. */
    private Set<String> repetitions(String path) {
        Set<String> repetitions = new HashSet<>();
        for (String other : paths.tailSet(path + "/")) {
            if (!other.startsWith(path + "/")) {
                break;
            }
            if (other.substring(path.length() + 1).matches("[0-9]+")) {
                repetitions.add(other);
            }
        }
        return repetitions;
    }

    /** The parts, sorted. */
    SortedSet<String> parts() {
        return new TreeSet<>(execution.recomputed());
    }
}
