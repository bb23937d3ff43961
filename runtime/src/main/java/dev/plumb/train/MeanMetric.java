package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The mean, over all samples, of one value a sample: {@code MeanMetricWrapper} of Keras. Axes behind the batch axis are averaged first, so that an example
 * counts the same in a batch of short and of long sequences.
 *
 * @param kind what becomes of the sum
 */
record MeanMetric(String label, SampleMetric values, Kind kind, Direction direction, Optional<Metric> stated)
        implements TrainingMetric {

    /** What becomes of the sum of all values. */
    enum Kind {
        /** Divided by the number of samples. */
        MEAN,
        /** The root of the mean. */
        ROOT,
        /** The sum itself. */
        SUM
    }

    MeanMetric {
        Objects.requireNonNull(label, "the name of the metric is null");
        Objects.requireNonNull(values, () -> "the function of the metric '" + label + "' is null");
        Objects.requireNonNull(direction, () -> "the direction of the metric '" + label + "' is null");
    }

    static MeanMetric of(Metric metric, Direction direction, SampleMetric values) {
        return new MeanMetric(metric.label(), values, Kind.MEAN, direction, Optional.of(metric));
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        Var each = values.perSample(prediction, target);
        int batch = prediction.value().size(0);
        if (each.rank() == 0 || each.size(0) != batch) {
            throw new IllegalArgumentException("the metric '" + label + "' gave " + each.type()
                    + ": expected one value a sample, so " + batch + " on the first axis");
        }
        if (weights.isEmpty()) {
            return List.of(total(each), each.recorder().constant(batch));
        }
        Var weight = weights.get();
        int common = Math.min(weight.rank(), each.rank());
        Var samples = reduced(each, common);
        Var weigh = common < weight.rank() ? weight.mean(axes(common, weight.rank())) : weight;
        if (!samples.shape().equals(weigh.shape())) {
            throw new IllegalArgumentException("the metric '" + label + "' gave values " + each.shape()
                    + " for samples " + weight.shape() + ": expected a value for each");
        }
        return List.of(total(samples.times(weigh)), meanOverBatch(weigh).sum());
    }

    private Var total(Var each) {
        return kind == Kind.SUM ? each.sum() : meanOverBatch(each).sum();
    }

    private Var reduced(Var each, int rank) {
        if (each.rank() == rank) {
            return each;
        }
        int[] axes = axes(rank, each.rank());
        return kind == Kind.SUM ? each.sum(axes) : each.mean(axes);
    }

    /** One value an example. */
    private static Var meanOverBatch(Var each) {
        return each.rank() == 1 ? each : each.mean(axes(1, each.rank()));
    }

    private static int[] axes(int from, int to) {
        int[] axes = new int[to - from];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = from + i;
        }
        return axes;
    }

    @Override
    public double result(List<double[]> sums) {
        double total = sums.get(0)[0];
        double count = sums.get(1)[0];
        return switch (kind) {
            case SUM -> total;
            case MEAN -> count == 0 ? 0 : total / count;
            case ROOT -> count == 0 ? 0 : Math.sqrt(total / count);
        };
    }
}
