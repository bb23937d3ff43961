package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.layer.Masks;
import dev.plumb.ops.Var;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import dev.plumb.train.TrainingMetric;
import java.util.List;
import java.util.Optional;

/**
 * How well one output does in a batch: as a part of a step that is planned, or of one that is executed as it is recorded.
 *
 * @param target classes for a loss with sparse targets, otherwise as the output
 * @param loss the mean over samples, unweighted: a scalar
 * @param metrics in the order in which the training of the output states them
 */
public record OutputScore(Var target, Var loss, List<MetricSums> metrics) {

    /** Keras' own. */
    private static final float EPSILON = 1e-7f;

    /** What a metric adds over batches: float32 arrays. */
    public record MetricSums(List<Var> sums) {}

    /** Scores a prediction. */
    public static OutputScore of(OutputTraining training, Prediction prediction, Var target) {
        Var loss = mean(training.loss().perSample(prediction, target), prediction);
        List<MetricSums> metrics = training.trainingMetrics().stream()
                .map(metric -> sums(metric, prediction, target, Optional.empty()))
                .toList();
        return new OutputScore(target, loss, metrics);
    }

    /** The losses of outputs, each by its weight. */
    static Var weighted(List<OutputTraining> outputs, List<OutputScore> scores) {
        Var total = scores.get(0).weighted(outputs.get(0));
        for (int i = 1; i < scores.size(); i++) {
            total = total.plus(scores.get(i).weighted(outputs.get(i)));
        }
        return total;
    }

    private Var weighted(OutputTraining output) {
        return output.weight() == 1 ? loss : loss.times((float) output.weight());
    }

    /** The mean over all samples; where there is a mask, over the valid ones. As in Keras it is 0 where no sample is. */
    static Var mean(Var values, Prediction prediction) {
        return valid(values, prediction)
                .map(mask -> values.times(mask).sum().dividedBy(mask.sum().plus(EPSILON)))
                .orElseGet(values::mean);
    }

    /** 1 for samples that count, if there is a mask: one over (batch, time) holds for all samples of a step. */
    private static Optional<Var> valid(Var values, Prediction prediction) {
        return prediction
                .mask()
                .filter(mask -> mask.rank() <= values.rank()
                        && mask.shape().equals(values.shape().subList(0, mask.rank())))
                .map(mask -> Masks.over(mask, values.shape()));
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
        Optional<Var> mask = valid(samples, prediction);
        Optional<Var> given = sampleWeights.map(weights -> Masks.over(weights, samples.shape()));
        return mask.isPresent() && given.isPresent() ? mask.map(given.get()::times) : mask.or(() -> given);
    }
}
