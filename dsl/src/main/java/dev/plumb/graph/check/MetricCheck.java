package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import java.util.Optional;

/** The metrics of an output fit its shape, its activation and the targets of its loss. */
final class MetricCheck {
    private final Optional<Loss.Spec> loss;
    private final TensorType type;
    private final Optional<ActivationFunction> activation;

    private MetricCheck(Optional<Loss.Spec> loss, TensorType type, Optional<ActivationFunction> activation) {
        this.loss = loss;
        this.type = type;
        this.activation = activation;
    }

    /** Whether a metric fits an output with such a loss. */
    static boolean fits(
            Metric metric, Optional<Loss.Spec> loss, TensorType type, Optional<ActivationFunction> activation) {
        return new MetricCheck(loss, type, activation).unfit(metric).isEmpty();
    }

    /**
     * What is wrong with a metric of an output.
     *
     * @param index of the metric
     */
    static Optional<Problem> problem(
            Draft.Output output, int index, TensorType type, Optional<ActivationFunction> activation) {
        Metric metric = output.metrics().get(index);
        String reason = new MetricCheck(output.loss(), type, activation).unfit(metric);
        if (reason.isEmpty() && output.metrics().indexOf(metric) < index) {
            reason = "it is listed twice";
        }
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemId.METRIC_MISMATCH,
                        new Place.OutputMetric(output.name(), index),
                        ProblemId.METRIC_MISMATCH.headline(metric, output.name(), reason)));
    }

    /** Why a metric does not fit, or "". */
    private String unfit(Metric metric) {
        String reason =
                switch (metric) {
                    case ACCURACY, CONFUSION_MATRIX -> countsClasses(metric);
                    case BINARY_ACCURACY -> oneByOne("it counts probabilities above 0.5 one by one");
                    case CATEGORICAL_ACCURACY, SPARSE_CATEGORICAL_ACCURACY, MEAN_IOU, MEAN_CATEGORICAL_HINGE ->
                        severalClasses();
                    case TOP_K_CATEGORICAL_ACCURACY, SPARSE_TOP_K_CATEGORICAL_ACCURACY -> moreThanFive();
                    case AUC -> probabilities("TrainingMetrics.auc().fromLogits() is for logits");
                    case PRECISION,
                            RECALL,
                            TRUE_POSITIVES,
                            TRUE_NEGATIVES,
                            FALSE_POSITIVES,
                            FALSE_NEGATIVES,
                            BINARY_IOU -> noLogits();
                    case F1_SCORE -> isOneValue() ? first(first(noLogits(), noChoice()), noClasses(metric)) : "";
                    case BCE ->
                        first(probabilities(""), oneByOne("it treats each element as a probability of its own"));
                    case CCE, SCCE, KLD -> first(severalClasses(), probabilities(""));
                    case MEAN_COSINE_SIMILARITY, PEARSON_CORRELATION, CONCORDANCE_CORRELATION -> severalValues();
                    case MSE,
                            MAE,
                            RMSE,
                            MAPE,
                            MSLE,
                            LOG_COSH_ERROR,
                            R2_SCORE,
                            MEAN_POISSON,
                            MEAN_HINGE,
                            MEAN_SQUARED_HINGE -> "";
                };
        if (comparesNumbers(metric)) {
            return first(reason, targetsOfItsOwn());
        }
        return reason.isEmpty() ? "" : first(noClasses(metric), reason);
    }

    private static String first(String reason, String otherwise) {
        return reason.isEmpty() ? otherwise : reason;
    }

    /** Whether a metric needs targets of the output's shape: to the others, class indices are one-hot rows. */
    private static boolean comparesNumbers(Metric metric) {
        return switch (metric) {
            case BINARY_ACCURACY,
                    MSE,
                    MAE,
                    RMSE,
                    MAPE,
                    MSLE,
                    LOG_COSH_ERROR,
                    R2_SCORE,
                    MEAN_COSINE_SIMILARITY,
                    PEARSON_CORRELATION,
                    CONCORDANCE_CORRELATION,
                    MEAN_POISSON -> true;
            default -> false;
        };
    }

    private String targetsOfItsOwn() {
        return loss.map(Loss.Spec::value)
                .filter(LossFunction::hasSparseTargets)
                .map(function -> "it compares each value with a target of its own, but the targets of " + function
                        + " are class indices")
                .orElse("");
    }

    private boolean ends(ActivationFunction function) {
        return activation.equals(Optional.of(function));
    }

    private boolean isOneValue() {
        return LossCheck.isOneValue(type);
    }

    /** Right classes are not counted where the output, as it is, gives none. */
    private String countsClasses(Metric metric) {
        if (!ends(ActivationFunction.LINEAR)) {
            return "";
        }
        if (metric == Metric.CONFUSION_MATRIX && isOneValue() && !noLogits().isEmpty()) {
            return noLogits();
        }
        return kind() == OutputKind.SCORES
                ? counts(metric) + " by values above 0.5, and scores of "
                        + loss.orElseThrow().value()
                        + " are decided at 0; TrainingMetrics.binaryAccuracy().threshold(0) is for scores"
                : noClasses(metric);
    }

    /** Metrics of classes and probabilities are not for measurements. */
    private String noClasses(Metric metric) {
        String what =
                switch (kind()) {
                    case NUMBERS -> "a number";
                    case OTHER -> type.rank() == 1 ? "an embedding" : "labels over time";
                    default -> "";
                };
        return what.isEmpty()
                ? ""
                : counts(metric) + ", the output is " + what + " trained with "
                        + loss.orElseThrow().value();
    }

    private static String counts(Metric metric) {
        return switch (metric) {
            case ACCURACY -> "accuracy counts right classes";
            case CONFUSION_MATRIX -> "it counts classes";
            default -> "it is for classes and probabilities";
        };
    }

    private OutputKind kind() {
        return OutputKind.of(loss, type, activation);
    }

    private String oneByOne(String what) {
        return ends(ActivationFunction.SOFTMAX) ? what + ", but SOFTMAX makes one distribution of them" : "";
    }

    private String severalClasses() {
        return isOneValue() ? "it looks for the largest of several values, " + type.shape() + " has one" : "";
    }

    private String moreThanFive() {
        if (isOneValue()) {
            return severalClasses();
        }
        return type.shape().last().isKnown() && type.shape().last().size() <= 5
                ? "it looks for the class among the 5 largest values, " + type.shape()
                        + " has no others; TrainingMetrics.topK(k) looks at fewer"
                : "";
    }

    private String noChoice() {
        return ends(ActivationFunction.SOFTMAX)
                ? "it counts probabilities above 0.5, and SOFTMAX over one unit is always 1"
                : "";
    }

    private String severalValues() {
        return isOneValue()
                ? "it compares how values along the last axis rise and fall together, " + type.shape() + " has one"
                : "";
    }

    private String probabilities(String otherwise) {
        return ends(ActivationFunction.LINEAR) || ends(ActivationFunction.LOG_SOFTMAX) || ends(ActivationFunction.TANH)
                ? "it expects probabilities, the activation is " + activation.orElseThrow()
                        + (otherwise.isEmpty() ? "" : "; " + otherwise)
                : "";
    }

    private String noLogits() {
        boolean logits = loss.map(Loss.Spec::fromLogits).orElse(false);
        return logits && ends(ActivationFunction.LINEAR)
                ? "it counts probabilities above 0.5, and the loss says that the output is logits"
                : "";
    }
}
