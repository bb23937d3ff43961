package dev.plumb.benchmarks;

import java.io.IOException;
import java.util.Set;

/** A library that is measured, in processes of its own. */
public interface Peer {
    /** The heading of its column. */
    String name();

    /** The groups of workloads that it has anything for. */
    Set<String> groups();

    /**
     * Builds and looks up what its process needs.
     *
     * @throws IOException with the reason, where it cannot be measured here
     */
    Launch prepare(Settings settings) throws IOException;
}
