package dev.plumb.compile;

/** A plan that is kept for the next time that somebody needs its sizes. */
public interface Prepared {

    /** The native memory that it holds. */
    long nativeBytes();

    /** Frees it. It must not be used any more. */
    void close();
}
