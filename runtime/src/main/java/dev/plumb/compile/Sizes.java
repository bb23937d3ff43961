package dev.plumb.compile;

import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a plan is specialised to: the batch size, the symbolic sizes of the graph, the number of threads, what is frozen,
 * what is multiplied in fewer bits, what is computed again.
 *
 * @param names the symbolic sizes by their names
 * @param threads among how many threads each step of the work may be divided; {@link Threads#BY_WORK} to decide that by the work
 * @param frozen the layers that are not trained; empty if that is as declared, or does not matter
 * @param scoring what a step scores beside what is stated
 * @param narrow the layers that multiply in other numbers than float32
 * @param recomputed the parts whose values a step of training computes again for the gradients, instead of keeping them
 */
public record Sizes(
        int batch,
        Map<String, Long> names,
        int threads,
        Optional<Set<String>> frozen,
        Scoring scoring,
        LayerPrecisions narrow,
        Set<String> recomputed) {
    public Sizes {
        names = Map.copyOf(names);
        recomputed = Set.copyOf(recomputed);
    }

    /** All values are kept. */
    public Sizes(
            int batch,
            Map<String, Long> names,
            int threads,
            Optional<Set<String>> frozen,
            Scoring scoring,
            LayerPrecisions narrow) {
        this(batch, names, threads, frozen, scoring, narrow, Set.of());
    }

    /** What is frozen is as declared, scored is what is stated, and all is multiplied in float32. */
    public Sizes(int batch, Map<String, Long> names, int threads) {
        this(batch, names, threads, Optional.empty(), Scoring.STATED, LayerPrecisions.NONE);
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sizes sizes
                && batch == sizes.batch
                && threads == sizes.threads
                && names.equals(sizes.names)
                && frozen.equals(sizes.frozen)
                && scoring.equals(sizes.scoring)
                && narrow.equals(sizes.narrow)
                && recomputed.equals(sizes.recomputed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(batch, names, threads, frozen, scoring, narrow, recomputed);
    }

    /** The same for so many examples: a part of the batch. */
    Sizes ofExamples(int examples) {
        return new Sizes(examples, names, threads, frozen, scoring, narrow, recomputed);
    }

    /** The same single example, if its threads follow from the work, with the other cores left to others. */
    Sizes besideOthers() {
        return batch == 1 ? onOneThread() : this;
    }

    /** The same on one thread, if threads follow from the work. */
    Sizes onOneThread() {
        int one = threads == Threads.BY_WORK ? Threads.BESIDE_OTHERS : threads;
        return new Sizes(batch, names, one, frozen, scoring, narrow, recomputed);
    }

    /** The graph with these sizes for its symbolic ones, and these layers frozen. */
    Graph bind(Graph graph) {
        Graph bound = names.isEmpty() ? graph : GraphChecker.bind(graph, names);
        return frozen.map(bound::withFrozen).orElse(bound);
    }
}
