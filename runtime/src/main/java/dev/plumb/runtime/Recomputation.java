package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The parts of a network whose values training computes again instead of keeping them. Safe for use by several threads: each step looks once. */
final class Recomputation implements Supplier<SortedSet<String>> {
    private final LayerPatterns layers;
    /** The paths of all layers, and of what layers lie in. */
    private final SortedSet<String> paths = new TreeSet<>();

    private volatile SortedSet<String> parts = Collections.emptySortedSet();

    /** None yet, of a graph. */
    Recomputation(Graph graph) {
        this.layers = new LayerPatterns(graph);
        graph.scopes().forEach(scope -> paths.add(scope.path()));
        graph.nodes().forEach(node -> paths.add(node.name()));
    }

    /**
     * From now on these.
     *
     * @throws IllegalArgumentException if a pattern matches nothing; nothing is changed then
     */
    void choose(String... patterns) {
        SortedSet<String> chosen = new TreeSet<>();
        for (String pattern : patterns) {
            for (String path : layers.paths(pattern)) {
                Set<String> repetitions = repetitions(path);
                chosen.addAll(repetitions.isEmpty() ? Set.of(path) : repetitions);
            }
        }
        SortedSet<String> outer = new TreeSet<>(chosen);
        outer.removeIf(path -> chosen.stream().anyMatch(other -> path.startsWith(other + "/")));
        parts = Collections.unmodifiableSortedSet(outer);
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

    /** None of them lies in another. */
    @Override
    public SortedSet<String> get() {
        return parts;
    }
}
