package dev.plumb.train;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
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
        int classes = Targets.isOneValue(prediction) ? 1 : values.size(-1);
        requireClasses(metric, topK, classId, classes, "the output is " + values.type());
        if (topK.isPresent()) {
            values = largest(values, topK.getAsInt());
        }
        if (classId.isPresent()) {
            int id = classId.getAsInt();
            return of(values.get(-1, id), truth.get(-1, id), weights);
        }
        return of(values, truth, weights);
    }

    /** Refuses options for several classes where there are fewer: of an output whose last axis is known. */
    static void requireClasses(String metric, OptionalInt topK, OptionalInt classId, String output, TensorType type) {
        Dim classes = type.rank() == 0 ? Dim.of(1) : type.shape().last();
        if (classes.isKnown()) {
            requireClasses(metric, topK, classId, classes.size(), "the output '" + output + "' is " + type.shape());
        }
    }

    private static void requireClasses(
            String metric, OptionalInt topK, OptionalInt classId, long classes, String output) {
        if ((topK.isPresent() || classId.isPresent()) && classes == 1) {
            throw new IllegalArgumentException("the metric '" + metric + "' has "
                    + (topK.isPresent() ? "topK" : "classId") + ", which is for several classes, and " + output);
        }
        if (topK.isPresent() && (topK.getAsInt() < 1 || topK.getAsInt() > classes)) {
            throw new IllegalArgumentException("the metric '" + metric + "' takes the " + topK.getAsInt()
                    + " largest of " + classes + ": " + output);
        }
        if (classId.isPresent() && (classId.getAsInt() < 0 || classId.getAsInt() >= classes)) {
            throw new IllegalArgumentException("the metric '" + metric + "' has classId " + classId.getAsInt()
                    + ": expected 0 to " + (classes - 1) + ", for " + output);
        }
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

    private static Var largest(Var values, int count) {
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
