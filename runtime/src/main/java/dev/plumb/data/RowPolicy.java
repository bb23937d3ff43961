package dev.plumb.data;

/** What becomes of rows of a table that cannot be used. Rows that are left out are counted, and said at the end of each epoch. */
public enum RowPolicy {
    /** They are an error, which names the row and the column. */
    REFUSE,
    /** Rows in which a value is missing are left out, others are an error. */
    SKIP_MISSING,
    /** All rows that cannot be read, or whose values are no numbers where there should be some, are left out. */
    SKIP_BAD
}
