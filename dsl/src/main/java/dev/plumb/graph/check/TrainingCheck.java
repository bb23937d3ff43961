package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The losses and metrics stated on outputs fit the output's shape, element type and activation. */
final class TrainingCheck {
    private TrainingCheck() {}

    /** What does not fit in a model as it was written. */
    static List<Problem> problems(Draft draft, TypeCheck types) {
        List<Problem> problems =
                new ArrayList<>(problems(draft.outputs(), types::type, wire -> FinalActivation.of(draft, types, wire)));
        problems.addAll(unmeasured(draft.outputs()));
        return problems;
    }

    /** Metrics of outputs that are not trained because others are: there are no targets for them. */
    private static List<Problem> unmeasured(List<Draft.Output> outputs) {
        List<Problem> problems = new ArrayList<>();
        for (Draft.Output trained : outputs) {
            if (trained.loss().isPresent()) {
                for (Draft.Output output : outputs) {
                    if (output.loss().isEmpty() && !output.metrics().isEmpty()) {
                        problems.add(unmeasured(output.name(), trained.name()));
                    }
                }
                break;
            }
        }
        return problems;
    }

    private static Problem unmeasured(String output, String trained) {
        return Problem.of(
                        ProblemId.METRIC_MISMATCH,
                        new Place.OutputMetric(output, -1),
                        ProblemId.METRIC_MISMATCH.headline(
                                "@Metrics",
                                output,
                                "only outputs with a loss, such as '" + trained
                                        + "', are trained and have targets to be measured with"))
                .withFix("state the loss of '" + output + "': add @Loss(…)");
    }

    /** What does not fit of other losses and metrics than those that a graph states. */
    static List<Problem> problems(Graph graph, List<Draft.Output> outputs) {
        Map<TensorName, Graph.Output> made = new HashMap<>();
        graph.draft().outputs().forEach(output -> graph.outputs().stream()
                .filter(found -> found.name().equals(output.name()))
                .forEach(found -> made.put(output.tensor(), found)));
        return problems(
                outputs,
                wire -> Optional.ofNullable(made.get(wire)).map(Graph.Output::type),
                wire -> Optional.ofNullable(made.get(wire)).flatMap(found -> FinalActivation.of(graph, found.wire())));
    }

    private static List<Problem> problems(
            List<Draft.Output> outputs,
            Function<TensorName, Optional<TensorType>> types,
            Function<TensorName, Optional<ActivationFunction>> activations) {
        List<Problem> problems = new ArrayList<>();
        for (Draft.Output output : outputs) {
            Optional<TensorType> type = types.apply(output.tensor());
            if (type.isEmpty()) {
                continue;
            }
            Optional<ActivationFunction> activation = activations.apply(output.tensor());
            if (output.loss().isPresent()) {
                LossCheck.problem(output, output.loss().get(), type.get(), activation)
                        .ifPresent(problems::add);
            }
            for (int i = 0; i < output.metrics().size(); i++) {
                MetricCheck.problem(output, i, type.get(), activation).ifPresent(problems::add);
            }
        }
        return problems;
    }
}
