package dev.plumb.compile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the plans of one model are run, as far as its user chooses: among how many threads, which layers in how many bits, which parts twice. Thread safe. */
public final class Execution {

    private final Threads threads;
    private volatile LayerPrecisions narrow = LayerPrecisions.NONE;
    private volatile Set<String> recomputed = Set.of();

    /** As many threads as the work is worth, and all in float32. */
    public Execution() {
        this(new Threads());
    }

    /** All in float32. */
    Execution(Threads threads) {
        this.threads = threads;
    }

    /** Among how many threads. */
    public Threads threads() {
        return threads;
    }

    /** The layers that multiply in other numbers than float32. */
    public LayerPrecisions narrow() {
        return narrow;
    }

    /** Other layers do from now on. */
    public void narrow(LayerPrecisions layers) {
        narrow = layers;
    }

    /** The parts, by their paths, whose values training computes again instead of keeping them; none of them lies in another. */
    public Set<String> recomputed() {
        return recomputed;
    }

    /** Other parts are computed again from now on. */
    public void recomputed(Set<String> parts) {
        recomputed = Set.copyOf(parts);
    }

    /** Whether a plan of these sizes is run like this. */
    boolean fits(Sizes sizes) {
        return sizes.threads() == threads.limit()
                && sizes.narrow().equals(narrow)
                && sizes.recomputed().equals(recomputed);
    }

    Sizes sizes(int batch, Map<String, Long> names, Optional<Set<String>> frozen, Scoring scoring) {
        return new Sizes(batch, names, threads.limit(), frozen, scoring, narrow, recomputed);
    }
}
