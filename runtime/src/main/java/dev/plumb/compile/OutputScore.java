package dev.plumb.compile;

import dev.plumb.dsl.Metric;
import dev.plumb.layer.Masks;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import dev.plumb.train.SampleMetrics;
import java.util.List;
import java.util.Optional;

/**
 * How well one output does in a batch: as a part of a step that is planned, or of one that is executed as it is recorded.
 *
 * @param target classes for a loss with sparse targets, otherwise as the output
 * @param loss the mean over samples, unweighted: a scalar
 * @param metrics in the order in which the training of the output states them
 */
public record OutputScore(Var target, Var loss, List<MetricScore> metrics) {

    /** Keras' own. */
    private static final float EPSILON = 1e-7f;

    /** The sum of a metric over samples, and how many these are: scalars. */
    public record MetricScore(Var sum, Var count) {}

    /** Scores a prediction. */
    public static OutputScore of(Recorder recorder, OutputTraining training, Prediction prediction, Var target) {
        Var loss = mean(training.loss().perSample(prediction, target), prediction);
        boolean sparse = training.loss().hasSparseTargets();
        List<MetricScore> metrics = training.metrics().stream()
                .map(metric -> score(recorder, metric, prediction, target, sparse))
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

    private static MetricScore score(
            Recorder recorder, Metric metric, Prediction prediction, Var target, boolean sparse) {
        Var values = SampleMetrics.perSample(metric, prediction, target, sparse);
        Optional<Var> valid = valid(values, prediction);
        return new MetricScore(
                valid.map(values::times).orElse(values).sum(),
                valid.map(Var::sum)
                        .orElseGet(() -> recorder.constant(values.type().elements())));
    }
}
