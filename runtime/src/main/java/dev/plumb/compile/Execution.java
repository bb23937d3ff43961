package dev.plumb.compile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the plans of one model are run, as far as its user chooses: among how many threads, and which layers in bfloat16. Thread safe. */
public final class Execution {

    private final Threads threads;
    private volatile Set<String> narrow = Set.of();

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

    /** The layers, by the names of their nodes, that multiply in bfloat16. */
    public Set<String> narrow() {
        return narrow;
    }

    /** Other layers multiply in bfloat16 from now on. */
    public void narrow(Set<String> layers) {
        narrow = Set.copyOf(layers);
    }

    /** Whether a plan of these sizes is run like this. */
    boolean fits(Sizes sizes) {
        return sizes.threads() == threads.limit() && sizes.narrow().equals(narrow);
    }

    Sizes sizes(int batch, Map<String, Long> names, Optional<Set<String>> frozen, Scoring scoring) {
        return new Sizes(batch, names, threads.limit(), frozen, scoring, narrow);
    }
}
