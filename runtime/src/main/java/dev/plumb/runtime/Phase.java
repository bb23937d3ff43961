package dev.plumb.runtime;

/** In which phase the layers of a model compute. */
public enum Phase {
    /** Without dropout, with moving statistics: what {@code predict} does unless it is told otherwise. */
    INFERENCE,
    /** With dropout, and batch normalization by the statistics of the batch unless its layer is frozen. */
    TRAINING
}
