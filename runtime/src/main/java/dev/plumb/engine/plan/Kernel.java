package dev.plumb.engine.plan;

/** Prepared work on fixed memory. */
public interface Kernel {

    /** Does the work. Allocates nothing. */
    void run();

    /** What it does, for listings and benchmarks. */
    String label();

    /** Which code does it, as its provider calls it. */
    String implementation();
}
