package dev.plumb.dsl;

/** How the two directions of a {@code Bidirectional} layer become one. */
public enum MergeMode {
    CONCAT,
    SUM,
    MUL,
    AVE
}
