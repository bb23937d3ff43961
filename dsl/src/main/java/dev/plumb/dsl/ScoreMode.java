package dev.plumb.dsl;

/** How an attention compares a query with a key. */
public enum ScoreMode {
    /** By their product; in Keras {@code dot}. */
    DOT_SCORE,
    /** By the sum of {@code tanh(query + key)}, times a learned number; in Keras {@code concat}. */
    CONCAT_SCORE
}
