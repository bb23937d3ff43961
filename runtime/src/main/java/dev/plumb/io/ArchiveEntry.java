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
    OPTIMIZER_ARRAYS("optimizer.safetensors"),
    /** The same of more optimizers of the model. */
    MORE_OPTIMIZERS("optimizers.json"),
    MORE_OPTIMIZER_ARRAYS("optimizers.safetensors"),
    /** What layers were adapted to, as far as it is no array. */
    VOCABULARIES("vocabularies.json"),
    /** What the model computes, if it has layers in code: see {@link Probe}. */
    PROBE("probe.json"),
    PROBE_ARRAYS("probe.safetensors"),
    /** Where a fit stood, in a backup: see {@link FitState}. */
    FIT("fit.json"),
    FIT_ARRAYS("fit.safetensors");

    /** The last format that is read, and the first with backups and vocabularies. */
    static final int FORMAT = 4;

    /** The first format with more optimizers, tapes and probes. */
    static final int PROBE_FORMAT = 3;

    /** The format that is written unless the file holds what is new since: so older versions read it. */
    static final int COMMON_FORMAT = 2;

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

    /** How many tapes of dropout masks an eager model has begun. */
    static final String TAPES_KEY = "tapes";

    /** More optimizers, in their order. */
    static final String MORE_KEY = "optimizers";

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
