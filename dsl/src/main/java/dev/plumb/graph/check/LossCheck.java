package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Percentage;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import java.util.Optional;

/** Whether a loss fits the output that states it: its shape, element type and activation. */
final class LossCheck {
    private final Loss.Spec loss;
    private final LossFunction function;
    private final TensorType type;
    private final Optional<ActivationFunction> activation;

    private LossCheck(Loss.Spec loss, TensorType type, Optional<ActivationFunction> activation) {
        this.loss = loss;
        this.function = loss.value();
        this.type = type;
        this.activation = activation;
    }

    /** What does not fit. */
    static Optional<Problem> problem(
            Draft.Output output, Loss.Spec loss, TensorType type, Optional<ActivationFunction> activation) {
        LossCheck check = new LossCheck(loss, type, activation);
        String attribute = "value";
        String reason = check.unfit();
        if (reason.isEmpty() && !(loss.labelSmoothing() >= 0 && loss.labelSmoothing() <= 1)) {
            attribute = "labelSmoothing";
            reason = "labelSmoothing = " + loss.labelSmoothing() + " must be between 0 and 1"
                    + Percentage.hint(loss.labelSmoothing());
        } else if (reason.isEmpty()
                && loss.labelSmoothing() > 0
                && !loss.value().smoothsLabels()) {
            attribute = "labelSmoothing";
            reason = "it has no labels to smooth, labelSmoothing is for BINARY_ and CATEGORICAL_CROSSENTROPY";
        } else if (reason.isEmpty() && !Double.isFinite(loss.weight())) {
            attribute = "weight";
            reason = "weight = " + loss.weight() + " must be finite";
        } else if (reason.isEmpty() && loss.fromLogits() && !loss.value().takesLogits()) {
            attribute = "fromLogits";
            reason = loss.value().isCrossentropy()
                    ? "fromLogits is for other cross-entropies, this one takes probabilities only"
                    : "fromLogits is for cross-entropies";
        }
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemId.LOSS_MISMATCH,
                        new Place.OutputLoss(output.name(), attribute),
                        ProblemId.LOSS_MISMATCH.headline(loss.value(), output.name(), reason)));
    }

    /** Whether an output is one number, and no choice among several. */
    static boolean isOneValue(TensorType type) {
        return type.rank() == 0
                || (type.shape().last().isKnown() && type.shape().last().size() == 1);
    }

    /** Why the loss does not fit, or "". */
    private String unfit() {
        if (type.dtype() != DType.FLOAT32) {
            return "it is " + type.dtype().label() + ", a loss needs float32";
        }
        return switch (function) {
            case MEAN_SQUARED_ERROR,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    HUBER,
                    LOG_COSH -> "";
            case POISSON -> counts();
            case COSINE_SIMILARITY ->
                isOneValue(type)
                        ? "it compares directions along the last axis and needs at least 2 values, " + type.shape()
                                + " has one"
                        : "";
            case KL_DIVERGENCE -> distribution();
            case HINGE, SQUARED_HINGE -> scores();
            case CATEGORICAL_HINGE -> classes();
            case DICE, TVERSKY -> probabilities();
            case CIRCLE -> embeddings();
            case CTC -> labelsOverTime();
            case BINARY_CROSSENTROPY,
                    CATEGORICAL_CROSSENTROPY,
                    SPARSE_CATEGORICAL_CROSSENTROPY,
                    BINARY_FOCAL_CROSSENTROPY,
                    CATEGORICAL_FOCAL_CROSSENTROPY,
                    CATEGORICAL_GENERALIZED_CROSS_ENTROPY -> crossentropy();
        };
    }

    private boolean is(ActivationFunction... some) {
        return activation.map(last -> List.of(some).contains(last)).orElse(false);
    }

    private boolean isDistribution() {
        return activation.filter(ActivationFunction::isDistribution).isPresent();
    }

    private String classes() {
        if (!isOneValue(type)) {
            return "";
        }
        return "it compares classes along the last axis and needs at least 2, " + type.shape() + " has one value; "
                + switch (function) {
                    case CATEGORICAL_HINGE -> "HINGE is for one score";
                    case CATEGORICAL_FOCAL_CROSSENTROPY -> "BINARY_FOCAL_CROSSENTROPY is for one probability";
                    default -> "BINARY_CROSSENTROPY is for one probability";
                };
    }

    private String crossentropy() {
        if (function.isCategorical() && !classes().isEmpty()) {
            return classes();
        }
        if (loss.fromLogits()) {
            return is(ActivationFunction.SIGMOID, ActivationFunction.SOFTMAX)
                    ? "fromLogits = true expects logits, but the activation " + activation.get()
                            + " has made them probabilities"
                    : "";
        }
        if (!probabilities().isEmpty()) {
            return probabilities();
        }
        if (!function.isCategorical() && is(ActivationFunction.SOFTMAX)) {
            return isOneValue(type)
                    ? "SOFTMAX over one unit is always 1; one probability comes from SIGMOID"
                    : "it treats each element as a probability of its own, but SOFTMAX makes one distribution of them";
        }
        return "";
    }

    private String probabilities() {
        return is(ActivationFunction.LINEAR, ActivationFunction.LOG_SOFTMAX, ActivationFunction.TANH)
                ? "it expects probabilities, the activation is " + activation.get()
                : "";
    }

    private String distribution() {
        if (isOneValue(type)) {
            return "it compares distributions along the last axis and needs at least 2 values, " + type.shape()
                    + " has one";
        }
        return is(ActivationFunction.LINEAR, ActivationFunction.LOG_SOFTMAX, ActivationFunction.TANH)
                ? "it expects a distribution, the activation is " + activation.get()
                : "";
    }

    private String counts() {
        return activation
                .filter(last -> !neverNegative(last))
                .map(last -> "it takes the logarithm of expected counts, which are above 0, and the activation " + last
                        + " gives negative numbers")
                .orElse("");
    }

    private static boolean neverNegative(ActivationFunction activation) {
        return switch (activation) {
            case RELU,
                    RELU6,
                    SIGMOID,
                    HARD_SIGMOID,
                    SPARSE_SIGMOID,
                    SOFTPLUS,
                    SQUAREPLUS,
                    SPARSE_PLUS,
                    EXPONENTIAL,
                    SOFTMAX,
                    SPARSEMAX -> true;
            default -> false;
        };
    }

    private String scores() {
        return activation.filter(LossCheck::isOneSided).isPresent()
                ? "it expects scores on both sides of 0, and the activation " + activation.get()
                        + " gives none on one of them"
                : "";
    }

    private static boolean isOneSided(ActivationFunction activation) {
        return neverNegative(activation)
                || activation == ActivationFunction.LOG_SIGMOID
                || activation == ActivationFunction.LOG_SOFTMAX;
    }

    private String embeddings() {
        if (type.rank() != 1 || isOneValue(type)) {
            return "it compares an embedding for each example, (features) with 2 at least, " + type.shape()
                    + " is none";
        }
        return isDistribution()
                ? "it compares embeddings by their angles, and the activation " + activation.get()
                        + " makes a distribution; a layer before the output makes embeddings of length 1"
                : "";
    }

    private String labelsOverTime() {
        if (type.rank() != 2 || isOneValue(type)) {
            return "it expects logits over time, (time, classes) with the blank as class 0, " + type.shape()
                    + " is not that";
        }
        return isDistribution()
                        || activation
                                .filter(ActivationFunction::isIndependentProbability)
                                .isPresent()
                ? "it expects logits and applies the softmax itself, but the activation " + activation.get()
                        + " has made them probabilities"
                : "";
    }
}
