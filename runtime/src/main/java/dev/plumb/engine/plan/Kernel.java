package dev.plumb.engine.plan;

import java.util.List;

/** Prepared work on fixed memory. */
public interface Kernel extends Runnable {

    /** Does the work. Allocates nothing. */
    @Override
    void run();

    /** What it does, for listings and benchmarks. */
    String label();

    /** Which code does it, as its provider calls it. */
    String implementation();

    /** The kernels that it runs in turn, if it is made of others: those of a loop's step. */
    default List<Kernel> parts() {
        return List.of();
    }
}
