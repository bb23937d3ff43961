package dev.plumb.dsl;

/** What a layer makes of categories: ids, or one column for each of them. */
public enum OutputMode {
    /** The id of each, int32. */
    INT,
    /** For each a row with a 1 in its column and 0 elsewhere, float32. */
    ONE_HOT,
    /** One row for all of an example: 1 in the column of each that occurs, float32. */
    MULTI_HOT,
    /** One row for all of an example: how often each occurs, float32. */
    COUNT,
    /**
     * As {@link #COUNT}, times how rare each is among the examples that the layer was adapted to: {@code ln(1 + n / (1 + d))} of n
     * examples, of which d have it.
     */
    TF_IDF;

    /** Whether the order and number of the categories of an example are lost: it becomes one row. */
    public boolean isBag() {
        return this == MULTI_HOT || this == COUNT || this == TF_IDF;
    }
}
