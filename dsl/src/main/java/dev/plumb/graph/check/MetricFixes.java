package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes after which an output and all of its metrics fit: metrics of its kind for those that do not fit, or none where the language has
 * none. What an output is, its loss says: only where that leaves it open, or the loss says that it is logits, its activation is changed.
 */
final class MetricFixes {
    private final Draft draft;
    private final Draft.Output output;
    private final TensorType type;
    private final TypeCheck types;

    private MetricFixes(Draft draft, TypeCheck types, Draft.Output output, TensorType type) {
        this.draft = draft;
        this.types = types;
        this.output = output;
        this.type = type;
    }

    /** For the metric at a place. */
    static List<Candidate> of(Draft draft, TypeCheck types, Place place) {
        if (!(place instanceof Place.OutputMetric at)) {
            return List.of();
        }
        return draft.outputs().stream()
                .filter(output -> output.name().equals(at.layer())
                        && at.index() >= 0
                        && at.index() < output.metrics().size())
                .findFirst()
                .flatMap(output -> types.type(output.tensor())
                        .map(type -> new MetricFixes(draft, types, output, type).of(at.index())))
                .orElse(List.of());
    }

    /** A metric that the output can become right for is kept. */
    private List<Candidate> of(int index) {
        Metric metric = output.metrics().get(index);
        Candidate other = withMetrics(draft, mended(draft));
        return probabilities(metric)
                .map(changed -> !fits(draft, metric) && fits(changed.draft(), metric)
                        ? List.of(mended(changed), other)
                        : List.of(other, mended(changed)))
                .orElse(List.of(other));
    }

    /** The output as probabilities, where it is not said to be something else. */
    private Optional<Candidate> probabilities(Metric metric) {
        Optional<ActivationFunction> activation = activation(metric, OutputKind.of(output.loss(), type, last(draft)));
        boolean logits = output.loss().map(Loss.Spec::fromLogits).orElse(false);
        return activation
                .flatMap(function -> FinalActivation.step(draft, output.tensor())
                        .flatMap(step -> Candidate.activation(draft, step, function)))
                .map(changed -> logits ? changed.and(withoutLogits(changed.draft())) : changed);
    }

    private Optional<ActivationFunction> activation(Metric metric, OutputKind kind) {
        return switch (kind) {
            case LABELS -> Optional.of(ActivationFunction.SIGMOID);
            case CLASSES -> Optional.of(ActivationFunction.SOFTMAX);
            case UNKNOWN ->
                Optional.of(
                        LossCheck.isOneValue(type) || !isOfDistributions(metric)
                                ? ActivationFunction.SIGMOID
                                : ActivationFunction.SOFTMAX);
            case NUMBERS, SCORES, OTHER -> Optional.empty();
        };
    }

    private static boolean isOfDistributions(Metric metric) {
        return metric == Metric.CCE || metric == Metric.SCCE || metric == Metric.KLD;
    }

    private Candidate mended(Candidate changed) {
        List<Metric> metrics = mended(changed.draft());
        return metrics.equals(output.metrics()) ? changed : changed.and(withMetrics(changed.draft(), metrics));
    }

    /** The metrics that fit, each once, and what is meant by the others. */
    private List<Metric> mended(Draft from) {
        OutputKind kind = OutputKind.of(output.loss(), type, last(from));
        Set<Metric> metrics = new LinkedHashSet<>();
        for (Metric metric : output.metrics()) {
            if (fits(from, metric)) {
                metrics.add(metric);
            } else {
                MetricAdvice.meant(metric, kind, output.loss(), LossCheck.isOneValue(type)).stream()
                        .filter(other -> fits(from, other))
                        .findFirst()
                        .ifPresent(metrics::add);
            }
        }
        return List.copyOf(metrics);
    }

    private boolean fits(Draft from, Metric metric) {
        return MetricCheck.fits(metric, stated(from).loss(), type, last(from));
    }

    private Draft.Output stated(Draft from) {
        return from.outputs().stream()
                .filter(candidate -> candidate.name().equals(output.name()))
                .findFirst()
                .orElseThrow();
    }

    private Optional<ActivationFunction> last(Draft from) {
        return FinalActivation.step(from, output.tensor())
                .flatMap(Draft.Step::layer)
                .flatMap(LayerSpec::finalActivation)
                .or(() -> FinalActivation.of(draft, types, output.tensor()));
    }

    private Candidate withoutLogits(Draft from) {
        return replaced(
                from,
                new Draft.Output(output.name(), output.loss().map(loss -> loss.fromLogits(false)), output.metrics()),
                "fromLogits = false");
    }

    private Candidate withMetrics(Draft from, List<Metric> metrics) {
        String text =
                switch (metrics.size()) {
                    case 0 -> "without @Metrics";
                    case 1 -> "@Metrics(" + metrics.get(0) + ")";
                    default ->
                        "@Metrics(" + metrics.toString().replace('[', '{').replace(']', '}') + ")";
                };
        return replaced(from, new Draft.Output(output.name(), stated(from).loss(), metrics), text);
    }

    private Candidate replaced(Draft from, Draft.Output replacement, String text) {
        return new Candidate(
                output.name() + ": " + text,
                from.withOutputs(from.outputs().stream()
                        .map(candidate -> candidate.name().equals(output.name()) ? replacement : candidate)
                        .toList()));
    }
}
