package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Changes after which an output and a metric fit: another metric of its kind, none where it is listed twice, another activation. */
final class MetricFixes {
    private MetricFixes() {}

    /** For the metric at a place. */
    static List<Candidate> of(Draft draft, Place place) {
        if (!(place instanceof Place.OutputMetric at)) {
            return List.of();
        }
        return draft.outputs().stream()
                .filter(output -> output.name().equals(at.layer())
                        && at.index() < output.metrics().size())
                .findFirst()
                .map(output -> of(draft, output, at.index()))
                .orElse(List.of());
    }

    private static List<Candidate> of(Draft draft, Draft.Output output, int index) {
        Metric metric = output.metrics().get(index);
        if (output.metrics().indexOf(metric) < index) {
            List<Metric> once = new ArrayList<>(output.metrics());
            once.remove(index);
            return List.of(replaced(draft, output, once));
        }
        List<Candidate> candidates = new ArrayList<>();
        if (expectsProbabilities(metric)) {
            FinalActivation.step(draft, output.tensor()).ifPresent(step -> probabilities(metric)
                    .forEach(function ->
                            Candidate.activation(draft, step, function).ifPresent(candidates::add)));
        }
        for (Metric other : alike(metric)) {
            List<Metric> metrics = new ArrayList<>(output.metrics());
            metrics.set(index, other);
            Set<Metric> distinct = new LinkedHashSet<>(metrics);
            candidates.add(replaced(draft, output, List.copyOf(distinct)));
        }
        return candidates;
    }

    private static boolean expectsProbabilities(Metric metric) {
        return switch (metric) {
            case AUC, BCE, CCE, SCCE, KLD -> true;
            default -> false;
        };
    }

    /** The activations that make the probabilities which a metric expects, the most likely first. */
    private static List<ActivationFunction> probabilities(Metric metric) {
        boolean each = metric == Metric.AUC || metric == Metric.BCE;
        return each
                ? List.of(ActivationFunction.SIGMOID, ActivationFunction.SOFTMAX)
                : List.of(ActivationFunction.SOFTMAX, ActivationFunction.SIGMOID);
    }

    /** What is often confused with a metric, the most likely first. */
    private static List<Metric> alike(Metric metric) {
        return switch (metric) {
            case BINARY_ACCURACY -> List.of(Metric.ACCURACY);
            case CATEGORICAL_ACCURACY,
                    SPARSE_CATEGORICAL_ACCURACY,
                    TOP_K_CATEGORICAL_ACCURACY,
                    SPARSE_TOP_K_CATEGORICAL_ACCURACY -> List.of(Metric.ACCURACY);
            case ACCURACY, CONFUSION_MATRIX -> List.of(Metric.MAE);
            case MEAN_IOU -> List.of(Metric.BINARY_IOU);
            case CCE, SCCE -> List.of(Metric.BCE);
            case BCE -> List.of(Metric.CCE);
            case MSE, MAE, RMSE -> List.of(Metric.ACCURACY);
            default -> List.of();
        };
    }

    private static Candidate replaced(Draft draft, Draft.Output output, List<Metric> metrics) {
        Draft.Output replacement = new Draft.Output(output.name(), output.loss(), metrics);
        String text = metrics.size() == 1
                ? metrics.get(0).name()
                : metrics.toString().replace('[', '{').replace(']', '}');
        return new Candidate(
                output.name() + ": @Metrics(" + text + ")",
                draft.withOutputs(draft.outputs().stream()
                        .map(candidate -> candidate.equals(output) ? replacement : candidate)
                        .toList()));
    }
}
