package dev.plumb.io;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The entries of a {@code .plumb} file. */
enum ArchiveEntry {
    /** The format's number, the seed, and which weights are not finite. */
    VERSIONS("plumb.json"),
    GRAPH("graph.json"),
    WEIGHTS("weights.safetensors"),
    /** Name, settings and counters of the optimizer. */
    OPTIMIZER("optimizer.json"),
    OPTIMIZER_ARRAYS("optimizer.safetensors");

    /** The number of the format that is written, and the last that is read. */
    static final int FORMAT = 2;

    /** The first format that says what is frozen. */
    static final int FREEZING_FORMAT = 2;

    static final String FORMAT_KEY = "format";
    static final String LIBRARY_KEY = "library";
    static final String SEED_KEY = "seed";
    /** The arrays that hold NaN or infinity, and are meant to. */
    static final String NOT_FINITE_KEY = "notFinite";

    /** Layers that are frozen though declared to be trained, and the other way round. */
    static final String FROZEN_KEY = "frozen";

    static final String UNFROZEN_KEY = "unfrozen";
    /** Factors on the learning rate, by layer. */
    static final String RATES_KEY = "rates";

    static final String NAME_KEY = "optimizer";
    static final String ITERATION_KEY = "iteration";
    static final String EPOCH_KEY = "epoch";
    static final String HYPERPARAMETERS_KEY = "hyperparameters";
    static final String SLOTS_KEY = "slots";
    /** By weight: the steps that went without it. */
    static final String MISSED_KEY = "missed";

    private final String name;

    ArchiveEntry(String name) {
        this.name = name;
    }

    static Optional<ArchiveEntry> named(String name) {
        return Arrays.stream(values()).filter(entry -> entry.name.equals(name)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(ArchiveEntry::toString).collect(Collectors.joining(", "));
    }

    /** The name in the file. */
    @Override
    public String toString() {
        return name;
    }
}
