package dev.plumb.train;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.problem.Percentage;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Crossentropies;
import java.util.Optional;

/** What the options of several losses have in common. */
final class LossOptions {
    static final int LAST = -1;

    private LossOptions() {}

    static void require(boolean holds, String option, String expectation, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(option + " must be " + expectation + ", found " + found);
        }
    }

    static void requireSmoothing(double labelSmoothing) {
        require(
                labelSmoothing >= 0 && labelSmoothing <= 1,
                "labelSmoothing",
                "between 0 and 1" + Percentage.hint(labelSmoothing),
                labelSmoothing);
    }

    static void requireGamma(double gamma) {
        require(gamma >= 0 && Double.isFinite(gamma), "gamma", "a finite number of 0 or more", gamma);
    }

    /** As the language states it: an axis of one's own cannot be stated. */
    static Optional<Loss.Spec> stated(LossFunction function, boolean fromLogits, double labelSmoothing, int axis) {
        return axis == LAST ? Optional.of(new Loss.Spec(function, 1, fromLogits, labelSmoothing)) : Optional.empty();
    }

    /** What a loss reads: the logits if the output is such, or the activation that made it of them is known. */
    static Crossentropies.Scores scores(Prediction prediction, boolean fromLogits, ActivationFunction known) {
        if (fromLogits) {
            return new Crossentropies.Scores(prediction.value(), Optional.of(prediction.value()));
        }
        return prediction.activation() == known
                ? new Crossentropies.Scores(prediction.value(), Optional.of(prediction.logits()))
                : new Crossentropies.Scores(prediction.value(), Optional.empty());
    }

    /** The same along an axis, at the end. A softmax is over the last one: along another one nothing is known of the logits. */
    static Crossentropies.Scores scores(Prediction prediction, boolean fromLogits, int axis) {
        boolean last = axis == LAST || axis == prediction.value().rank() - 1;
        return scores(prediction, fromLogits, last ? ActivationFunction.SOFTMAX : ActivationFunction.LINEAR)
                .moved(axis);
    }

    /** Whether values along an axis are of one example: from the end, any but the last one may turn out to be that of the batch. */
    static boolean isOfSamples(int axis) {
        return axis == LAST || axis > 0;
    }

    /** The mean along an axis; numbers that have none but that of the batch are their own. */
    static Var mean(Var values, int axis) {
        return values.rank() == 1 ? values : values.mean(axis);
    }
}
