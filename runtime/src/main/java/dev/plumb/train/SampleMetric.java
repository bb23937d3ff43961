package dev.plumb.train;

import dev.plumb.ops.Var;

/** A metric in ops that is one value a sample: what {@link TrainingMetrics#of(String, SampleMetric)} averages. */
@FunctionalInterface
public interface SampleMetric {
    /** The values, (batch, …): axes behind those of the samples are averaged. */
    Var perSample(Prediction prediction, Var target);
}
