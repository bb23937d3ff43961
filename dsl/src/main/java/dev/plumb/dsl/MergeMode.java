package dev.plumb.dsl;

/** How the two directions of a {@code Bidirectional} layer become one. */
public enum MergeMode {
    /** One after the other along the last axis. */
    CONCAT,
    SUM,
    /** The product. */
    MUL,
    /** The mean. */
    AVE,
    /** Two outputs, {@code forward} and {@code backward}: no merging, {@code None} in Keras. */
    SEPARATE
}
