package dev.plumb.engine.plan;

/** Makes the kernels of one plan, in the order in which they run. */
public interface KernelMaker {

    /** Adds the kernels of some work, or returns false if it has none: what it added until then is taken back. */
    boolean make(Work work);

    /** Called once, after the last work. */
    default void finish() {}
}
