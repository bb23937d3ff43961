package dev.plumb.dsl;

/** What holds for a weight after each step; see {@link Constraint} for the parameters. */
public enum ConstraintKind {
    /** Nothing is enforced. */
    NONE,
    /** Norms of at most {@link Constraint#maxValue()}. */
    MAX_NORM,
    /** Norms between {@link Constraint#minValue()} and {@link Constraint#maxValue()}. */
    MIN_MAX_NORM,
    /** Norms of 1. */
    UNIT_NORM,
    /** Nothing below 0. */
    NON_NEG
}
