package dev.plumb.engine.java;

import java.util.Arrays;

/**
 * Which rows of a table may hold anything but zeros, so that whoever clears it, or looks for numbers in it, need not walk it. At first any row may. Not safe for use by
 * several threads.
 */
public final class TouchedRows {
    private static final int FIRST_CAPACITY = 64;

    /** By row: the last writing in which it was touched. */
    private final int[] writings;

    private int writing;
    private int[] rows = new int[FIRST_CAPACITY];
    private int count;
    private int[] earlier = new int[FIRST_CAPACITY];
    private int earlierCount;
    private boolean any = true;

    /** Any row of a table of so many rows. */
    public TouchedRows(int size) {
        this.writings = new int[size];
    }

    /** How many rows the table has. */
    public int size() {
        return writings.length;
    }

    /** Whether any row may hold anything: which were touched is not known. */
    public boolean isAny() {
        return any;
    }

    /** How many rows were touched, if that is known. */
    public int count() {
        return count;
    }

    /** One of the touched rows, in the order in which they were touched. */
    public int row(int index) {
        return rows[index];
    }

    /** Notes that somebody else has written the table. */
    public void touchAny() {
        any = true;
    }

    /** Notes that the rows that were touched of another table were added to this one. */
    public void touchAll(TouchedRows others) {
        any |= others.any;
        for (int index = 0; index < others.count; index++) {
            touch(others.rows[index]);
        }
    }

    /** Begins to write the table anew. Until {@link #end}, any row may hold anything. */
    void begin() {
        if (writing == Integer.MAX_VALUE) {
            Arrays.fill(writings, 0);
            writing = 0;
        }
        writing++;
        int[] spare = earlier;
        earlier = rows;
        earlierCount = any ? 0 : count;
        rows = spare;
        count = 0;
        any = true;
    }

    /**
     * Notes that a row is written.
     *
     * @return whether for the first time since {@link #begin}
     */
    boolean touch(int row) {
        if (writings[row] == writing) {
            return false;
        }
        writings[row] = writing;
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
        }
        rows[count] = row;
        count++;
        return true;
    }

    /** How many rows were touched when the table was written before, if that is known: these are to be cleared, unless they are touched again. */
    int earlierCount() {
        return earlierCount;
    }

    /** One of the rows that were touched before. */
    int earlier(int index) {
        return earlier[index];
    }

    /** Whether a row was touched since {@link #begin}. */
    boolean isTouched(int row) {
        return writings[row] == writing;
    }

    /** Notes that all rows that were not touched since {@link #begin} are zeros. */
    void end() {
        any = false;
    }
}
