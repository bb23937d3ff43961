package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Problem;
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
                MetricCheck.problem(output, i, type.get(), activation).ifPresent(problems::add);
            }
        }
        return problems;
    }
}
