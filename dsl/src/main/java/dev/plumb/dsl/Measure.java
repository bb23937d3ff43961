package dev.plumb.dsl;

/**
 * What can be reported beside a loss: a constant of {@link Metric}, or in a program a {@code dev.plumb.train.TrainingMetric}, which has options. Both may stand
 * in one list.
 */
public interface Measure {
    /** The name in logs, as Keras spells it: {@code accuracy}. */
    String label();
}
