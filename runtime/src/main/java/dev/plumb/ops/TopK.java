package dev.plumb.ops;

/**
 * The largest elements of each last axis, the largest first.
 *
 * @param values […, count], with a gradient
 * @param indices where they were; int32 […, count]
 */
public record TopK(Var values, Var indices) {}
