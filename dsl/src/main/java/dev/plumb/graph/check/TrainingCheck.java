package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The losses and metrics stated on outputs fit the output's shape, element type and activation. */
final class TrainingCheck {
    private TrainingCheck() {}

    /**
     * What does not fit.
     *
     * @param types the type of a tensor, if it is known
     */
    static List<Problem> problems(Draft draft, Function<TensorName, Optional<TensorType>> types) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Draft.Step> steps = draft.stepsByName();
        for (Draft.Output output : draft.outputs()) {
            Optional<TensorType> type = types.apply(output.tensor());
            if (type.isEmpty()) {
                continue;
            }
            Optional<ActivationFunction> activation = Optional.ofNullable(
                            steps.get(output.tensor().source()))
                    .flatMap(Draft.Step::layer)
                    .flatMap(LayerSpec::finalActivation);
            output.loss()
                    .flatMap(loss -> LossCheck.problem(output, loss, type.get(), activation))
                    .ifPresent(problems::add);
            for (int i = 0; i < output.metrics().size(); i++) {
                metric(problems, output, i, type.get(), activation);
            }
        }
        return problems;
    }

    private static void metric(
            List<Problem> problems,
            Draft.Output output,
            int index,
            TensorType type,
            Optional<ActivationFunction> activation) {
        Metric metric = output.metrics().get(index);
        String reason = "";
        if ((metric == Metric.CATEGORICAL_ACCURACY || metric == Metric.SPARSE_CATEGORICAL_ACCURACY)
                && LossCheck.isOneValue(type)) {
            reason = "it looks for the largest of several values, " + type.shape() + " has one";
        } else if (metric == Metric.BINARY_ACCURACY && activation.equals(Optional.of(ActivationFunction.SOFTMAX))) {
            reason = "it counts probabilities above 0.5 one by one, but SOFTMAX makes one distribution of them";
        } else if (metric == Metric.ACCURACY
                && output.loss().isPresent()
                && !output.loss().get().value().isCrossentropy()
                && !output.loss().get().value().choosesClass()
                && activation.equals(Optional.of(ActivationFunction.LINEAR))) {
            reason = "accuracy counts right classes, the output is a number trained with "
                    + output.loss().get().value();
        } else if (comparesEachValue(metric)
                && output.loss().map(loss -> loss.value().hasSparseTargets()).orElse(false)) {
            reason = "it compares each value with a target of its own, but the targets of "
                    + output.loss().get().value() + " are class indices";
        } else if (output.metrics().indexOf(metric) < index) {
            reason = "it is listed twice";
        }
        if (!reason.isEmpty()) {
            problems.add(Problem.of(
                    ProblemId.METRIC_MISMATCH,
                    new Place.OutputMetric(output.name(), index),
                    ProblemId.METRIC_MISMATCH.headline(metric, output.name(), reason)));
        }
    }

    /** Whether a metric needs targets of the output's shape. */
    private static boolean comparesEachValue(Metric metric) {
        return metric == Metric.BINARY_ACCURACY || metric == Metric.MSE || metric == Metric.MAE;
    }
}
