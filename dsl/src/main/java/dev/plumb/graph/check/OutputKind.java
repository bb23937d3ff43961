package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.shape.TensorType;
import java.util.Optional;

/** What an output is meant to say, by its loss and, where that leaves it open, by its activation: which metrics are of use follows from it. */
enum OutputKind {
    /** Measurements: their metrics are distances. */
    NUMBERS,
    /** Probabilities each on its own, one or several. */
    LABELS,
    /** One choice among several. */
    CLASSES,
    /** Numbers whose signs decide. */
    SCORES,
    /** Embeddings, and labels whose places are not known: no metric of the language is for them. */
    OTHER,
    /** Nothing tells. */
    UNKNOWN;

    static OutputKind of(Optional<Loss.Spec> loss, TensorType type, Optional<ActivationFunction> activation) {
        OutputKind shown = shown(type, activation);
        return loss.map(Loss.Spec::value).map(function -> of(function, shown)).orElse(shown);
    }

    private static OutputKind of(LossFunction loss, OutputKind shown) {
        return switch (loss) {
            case MEAN_SQUARED_ERROR,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    HUBER,
                    LOG_COSH -> shown == UNKNOWN ? NUMBERS : shown; // a distance of probabilities is a loss, too
            case POISSON, COSINE_SIMILARITY -> NUMBERS;
            case DICE, TVERSKY -> shown == CLASSES ? CLASSES : LABELS;
            case BINARY_CROSSENTROPY, BINARY_FOCAL_CROSSENTROPY -> LABELS;
            case CATEGORICAL_CROSSENTROPY,
                    SPARSE_CATEGORICAL_CROSSENTROPY,
                    CATEGORICAL_FOCAL_CROSSENTROPY,
                    CATEGORICAL_GENERALIZED_CROSS_ENTROPY,
                    CATEGORICAL_HINGE,
                    KL_DIVERGENCE -> CLASSES;
            case HINGE, SQUARED_HINGE -> SCORES;
            case CIRCLE, CTC -> OTHER;
        };
    }

    /** What the activation alone shows. */
    private static OutputKind shown(TensorType type, Optional<ActivationFunction> activation) {
        if (activation.filter(ActivationFunction::isIndependentProbability).isPresent()) {
            return LABELS;
        }
        boolean distribution = activation
                .filter(last -> last.isDistribution() || last == ActivationFunction.LOG_SOFTMAX)
                .isPresent();
        return !distribution ? UNKNOWN : LossCheck.isOneValue(type) ? LABELS : CLASSES;
    }
}
