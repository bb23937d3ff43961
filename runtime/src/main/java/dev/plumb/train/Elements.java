package dev.plumb.train;

import dev.plumb.layer.Masks;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Predictions beside truths of 0 and 1, element by element: rows of labels that count apart, of which there is one where all count together.
 *
 * @param values (labels, elements)
 * @param truth 1 where the target is not 0; (labels, elements)
 * @param weights (labels, elements)
 */
record Elements(Var values, Var truth, Optional<Var> weights) {

    /** What is not among the largest: smaller than any probability, as in Keras. */
    static final float BELOW_ALL = -1e10f;

    /**
     * All elements together.
     *
     * @param topK how many of the largest of each last axis count as predicted at all
     * @param classId the only class that counts
     */
    static Elements of(
            String metric,
            Prediction prediction,
            Var target,
            Optional<Var> weights,
            OptionalInt topK,
            OptionalInt classId) {
        Var values = prediction.value();
        Var truth = Targets.likeOutput(prediction, target).notEqualTo(0);
        if ((topK.isPresent() || classId.isPresent()) && Targets.isOneValue(prediction)) {
            throw new IllegalArgumentException(
                    "the metric '" + metric + "' has " + (topK.isPresent() ? "topK" : "classId")
                            + ", which is for several classes, and the output is " + values.type());
        }
        if (topK.isPresent()) {
            values = largest(metric, values, topK.getAsInt());
        }
        if (classId.isPresent()) {
            int id = classId.getAsInt();
            if (id < 0 || id >= values.size(-1)) {
                throw new IllegalArgumentException("the metric '" + metric + "' has classId " + id + ": expected 0 to "
                        + (values.size(-1) - 1) + ", for the output is " + values.type());
            }
            return of(values.get(-1, id), truth.get(-1, id), weights);
        }
        return of(values, truth, weights);
    }

    /** All elements together. */
    static Elements of(Var values, Var truth, Optional<Var> weights) {
        return new Elements(row(values), row(truth), weights.map(weight -> row(Masks.over(weight, values.shape()))));
    }

    /** The elements of each place of the last axis apart. */
    static Elements byLabel(Prediction prediction, Var target, Optional<Var> weights) {
        Var values = prediction.value();
        Var truth = Targets.likeOutput(prediction, target).notEqualTo(0);
        return new Elements(
                columns(values), columns(truth), weights.map(weight -> columns(Masks.over(weight, values.shape()))));
    }

    private static Var row(Var values) {
        return values.reshape(1, values.type().elements());
    }

    private static Var columns(Var values) {
        int labels = values.rank() == 1 ? 1 : values.size(-1);
        return values.reshape(values.type().elements() / labels, labels).transpose(1, 0);
    }

    private static Var largest(String metric, Var values, int count) {
        if (count < 1 || count > values.size(-1)) {
            throw new IllegalArgumentException("the metric '" + metric + "' takes the " + count + " largest of "
                    + values.size(-1) + ": the output is " + values.type());
        }
        Var kept = values.topK(count).indices().oneHot(values.size(-1)).sum(-2);
        return values.where(kept, BELOW_ALL);
    }

    /** How much each element weighs where it is there, and where it is not: (labels, 2, elements). */
    Var weighed() {
        Var positive = weights.map(truth::times).orElse(truth);
        Var negative = weights.map(weight -> weight.minus(positive)).orElseGet(() -> truth.subtractedFrom(1));
        return Var.stack(1, List.of(positive, negative));
    }
}
