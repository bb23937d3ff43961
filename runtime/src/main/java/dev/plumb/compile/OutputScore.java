package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.layer.Masks;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import dev.plumb.train.TrainingMetric;
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
 * @param isMean whether the loss of a batch is the mean over those of equally large parts of it, and its metrics the sums
 */
public record OutputScore(Var target, Optional<Var> weights, Var loss, List<MetricSums> metrics, boolean isMean) {

    /** What a metric adds over batches: float32 arrays. */
    public record MetricSums(List<Var> sums) {}

    /**
     * Scores a prediction.
     *
     * @param weighted gives the weights of samples of this type, if they have any
     */
    public static OutputScore of(
            OutputTraining training, Prediction prediction, Var target, Optional<Function<ArrayType, Var>> weighted) {
        return of(training, prediction, target, weighted, Share.WHOLE);
    }

    /** Scores a part of a prediction. */
    static OutputScore of(
            OutputTraining training,
            Prediction prediction,
            Var target,
            Optional<Function<ArrayType, Var>> weighted,
            Share share) {
        Var values = training.loss().perSample(prediction, target);
        Optional<Var> weights = weighted.map(type -> type.apply(BatchLoss.samples(values, prediction)));
        Var loss = BatchLoss.of(training.loss(), prediction, target, values, weights, share);
        List<MetricSums> metrics = training.trainingMetrics().stream()
                .map(metric -> sums(metric, prediction, target, weights))
                .toList();
        boolean isMean = BatchLoss.isMean(training.loss(), values)
                && training.trainingMetrics().stream().allMatch(TrainingMetric::isOfSamples);
        return new OutputScore(target, weights, loss, metrics, isMean);
    }

    /**
     * What a metric adds for a batch.
     *
     * @param sampleWeights what samples weigh, (batch, …), if something was said of it: for metrics that count by weights
     */
    static MetricSums sums(TrainingMetric metric, Prediction prediction, Var target, Optional<Var> sampleWeights) {
        Optional<Var> given = metric.isWeighted() ? sampleWeights : Optional.empty();
        return new MetricSums(metric.sums(prediction, target, weights(prediction, given)).stream()
                .map(sum -> sum.cast(DType.FLOAT32))
                .toList());
    }

    /** The weight of each sample, by mask and sample weights: of the shape of the prediction without its last axis. */
    private static Optional<Var> weights(Prediction prediction, Optional<Var> sampleWeights) {
        Var value = prediction.value();
        Var samples = value.rank() == 1 ? value : value.get(-1, 0);
        Optional<Var> mask = BatchLoss.valid(samples, prediction);
        Optional<Var> given = sampleWeights.map(weights -> Masks.over(weights, samples.shape()));
        return mask.isPresent() && given.isPresent() ? mask.map(given.get()::times) : mask.or(() -> given);
    }
}
