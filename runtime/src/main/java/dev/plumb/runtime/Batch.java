package dev.plumb.runtime;

/**
 * Some examples with their targets, as the user sees them: what a {@link TrainingStep} is given. The arrays are copies, with the axis of examples
 * first.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 * @param size the number of examples
 */
public record Batch<I, T>(I inputs, T targets, int size) {}
