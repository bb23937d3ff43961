package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Dim;
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
            output.loss().ifPresent(loss -> loss(problems, output, loss, type.get(), activation));
            for (int i = 0; i < output.metrics().size(); i++) {
                MetricCheck.problem(output, i, type.get(), activation).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static void loss(
            List<Problem> problems,
            Draft.Output output,
            Loss.Spec loss,
            TensorType type,
            Optional<ActivationFunction> activation) {
        String attribute = "value";
        String reason = unfit(loss, type, activation);
        if (reason.isEmpty() && !(loss.labelSmoothing() >= 0 && loss.labelSmoothing() <= 1)) {
            attribute = "labelSmoothing";
            reason = "labelSmoothing = " + loss.labelSmoothing() + " must be between 0 and 1";
        } else if (reason.isEmpty() && loss.labelSmoothing() > 0 && !smooths(loss.value())) {
            attribute = "labelSmoothing";
            reason = "it has no labels to smooth, labelSmoothing is for BINARY_ and CATEGORICAL_CROSSENTROPY";
        } else if (reason.isEmpty() && !Double.isFinite(loss.weight())) {
            attribute = "weight";
            reason = "weight = " + loss.weight() + " must be finite";
        } else if (reason.isEmpty() && loss.fromLogits() && !loss.value().isCrossentropy()) {
            attribute = "fromLogits";
            reason = "fromLogits is for cross-entropies";
        }
        if (!reason.isEmpty()) {
            problems.add(Problem.of(
                    ProblemId.LOSS_MISMATCH,
                    new Place.OutputLoss(output.name(), attribute),
                    ProblemId.LOSS_MISMATCH.headline(loss.value(), output.name(), reason)));
        }
    }

    private static boolean smooths(LossFunction function) {
        return function == LossFunction.BINARY_CROSSENTROPY || function == LossFunction.CATEGORICAL_CROSSENTROPY;
    }

    /** Whether an output is one number, and no choice among several. */
    static boolean isOneValue(TensorType type) {
        return type.rank() == 0 || type.shape().last().equals(Dim.of(1));
    }

    /** Why a loss does not fit, or "". */
    private static String unfit(Loss.Spec loss, TensorType type, Optional<ActivationFunction> activation) {
        if (type.dtype() != DType.FLOAT32) {
            return "it is " + type.dtype().label() + ", a loss needs float32";
        }
        if (!loss.value().isCrossentropy()) {
            return "";
        }
        ActivationFunction last = activation.orElse(null);
        if (loss.value().isCategorical() && isOneValue(type)) {
            return "it compares classes along the last axis and needs at least 2, " + type.shape()
                    + " has one value; BINARY_CROSSENTROPY is for one probability";
        }
        if (loss.fromLogits()) {
            return last == ActivationFunction.SIGMOID || last == ActivationFunction.SOFTMAX
                    ? "fromLogits = true expects logits, but the activation " + last + " has made them probabilities"
                    : "";
        }
        if (last == ActivationFunction.LINEAR
                || last == ActivationFunction.LOG_SOFTMAX
                || last == ActivationFunction.TANH) {
            return "it expects probabilities, the activation is " + last;
        }
        if (loss.value() == LossFunction.BINARY_CROSSENTROPY && last == ActivationFunction.SOFTMAX) {
            return type.shape().last().equals(Dim.of(1))
                    ? "SOFTMAX over one unit is always 1; one probability comes from SIGMOID"
                    : "it treats each element as a probability of its own, but SOFTMAX makes one distribution of them";
        }
        return "";
    }
}
