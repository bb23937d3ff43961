package dev.plumb.engine.plan;

/**
 * What the native memory of a plan is used for, in bytes. Weights, and outputs that lie elsewhere, belong to others and are not in it.
 *
 * @param inputs what is filled before each run
 * @param arena where all values lie that the program makes, unless they are bound to a place of their own
 * @param live the most that these values take at one time, in the order of the program: no arena is smaller
 * @param workspaces what kernels have beside their operands: scratchpads, weights in a layout of their own, constants, arguments
 * @param primitives about what the code of the kernels takes; plans with equal kernels have it in common, and each counts it
 */
public record PlanMemory(long inputs, long arena, long live, long workspaces, long primitives) {
    /** All but the code of the kernels. */
    public long arrays() {
        return inputs + arena + workspaces;
    }
}
