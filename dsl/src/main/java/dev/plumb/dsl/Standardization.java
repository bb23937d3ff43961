package dev.plumb.dsl;

/** What is done to texts before they are split. */
public enum Standardization {
    /** Lower case for A to Z, then without punctuation: {@code !"#$%&()*+,-./:;<=>?@[\]^_`{|}~'}. */
    LOWER_AND_STRIP_PUNCTUATION,
    /** Lower case for A to Z. Other letters stay as they are, as in Keras. */
    LOWER,
    /** Without punctuation. */
    STRIP_PUNCTUATION,
    /** Nothing. */
    UNCHANGED;

    /** Whether A to Z become lower case. */
    public boolean lowers() {
        return this == LOWER_AND_STRIP_PUNCTUATION || this == LOWER;
    }

    /** Whether punctuation is taken out. */
    public boolean stripsPunctuation() {
        return this == LOWER_AND_STRIP_PUNCTUATION || this == STRIP_PUNCTUATION;
    }
}
