package dev.plumb.compile;

import dev.plumb.dsl.Metric;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import dev.plumb.train.SampleMetrics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How well one output does in a batch: as a part of a step that is planned, or of one that is executed as it is recorded.
 *
 * @param target classes for a loss with sparse targets, otherwise as the output
 * @param weights of the samples, if they have any
 * @param loss the mean over samples, unweighted: a scalar
 * @param metrics in the order in which the training of the output states them
 */
public record OutputScore(Var target, Optional<Var> weights, Var loss, List<MetricScore> metrics) {

    /** The sum of a metric over samples, and how many these are: scalars. */
    public record MetricScore(Var sum, Var count) {}

    /**
     * Scores a prediction.
     *
     * @param weighted gives the weights of samples of this type, if they have any
     */
    public static OutputScore of(
            Recorder recorder,
            OutputTraining training,
            Prediction prediction,
            Var target,
            Optional<Function<ArrayType, Var>> weighted) {
        Var values = training.loss().perSample(prediction, target);
        Optional<Var> weights = weighted.map(type -> type.apply(BatchLoss.samples(values, prediction)));
        Var loss = BatchLoss.of(training.loss(), prediction, target, values, weights);
        boolean sparse = training.loss().hasSparseTargets();
        List<MetricScore> metrics = training.metrics().stream()
                .map(metric -> score(recorder, metric, prediction, target, sparse))
                .toList();
        return new OutputScore(target, weights, loss, metrics);
    }

    private static MetricScore score(
            Recorder recorder, Metric metric, Prediction prediction, Var target, boolean sparse) {
        Var values = SampleMetrics.perSample(metric, prediction, target, sparse);
        Optional<Var> valid = BatchLoss.valid(values, prediction);
        return new MetricScore(
                valid.map(values::times).orElse(values).sum(),
                valid.map(Var::sum)
                        .orElseGet(() -> recorder.constant(values.type().elements())));
    }
}
