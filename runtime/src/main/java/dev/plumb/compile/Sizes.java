package dev.plumb.compile;

import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a plan is specialised to: the batch size, the symbolic sizes of the graph, the number of threads, what is frozen.
 *
 * @param names the symbolic sizes by their names
 * @param threads among how many threads each step of the work may be divided; {@link Threads#BY_WORK} to decide that by the work
 * @param frozen the layers that are not trained; empty if that is as declared, or does not matter
 * @param scoring what a step scores beside what is stated
 * @param recomputed the parts whose values a step of training computes again for the gradients, instead of keeping them
 */
public record Sizes(
        int batch,
        Map<String, Long> names,
        int threads,
        Optional<Set<String>> frozen,
        Scoring scoring,
        Set<String> recomputed) {
    public Sizes {
        names = Map.copyOf(names);
        recomputed = Set.copyOf(recomputed);
    }

    /** Keeps all values. */
    public Sizes(int batch, Map<String, Long> names, int threads, Optional<Set<String>> frozen, Scoring scoring) {
        this(batch, names, threads, frozen, scoring, Set.of());
    }

    /** What is frozen is as declared. */
    public Sizes(int batch, Map<String, Long> names, int threads) {
        this(batch, names, threads, Optional.empty());
    }

    /** Scores what is stated. */
    public Sizes(int batch, Map<String, Long> names, int threads, Optional<Set<String>> frozen) {
        this(batch, names, threads, frozen, Scoring.STATED);
    }

    /** The graph with these sizes for its symbolic ones, and these layers frozen. */
    Graph bind(Graph graph) {
        Graph bound = names.isEmpty() ? graph : GraphChecker.bind(graph, names);
        return frozen.map(bound::withFrozen).orElse(bound);
    }
}
