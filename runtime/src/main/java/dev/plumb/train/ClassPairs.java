package dev.plumb.train;

import dev.plumb.dsl.DType;
import dev.plumb.layer.Masks;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How often each true class is taken for each: a table, a row for each true class. */
final class ClassPairs {
    /** Ids of pairs are computed in float32, which has whole numbers up to 2^24. */
    private static final int MOST_CLASSES = 4096;

    private ClassPairs() {}

    /** The number of classes of an output; two where it is one value. */
    static int classes(String metric, Prediction prediction) {
        int classes = Targets.isOneValue(prediction) ? 2 : prediction.value().size(-1);
        if (classes > MOST_CLASSES) {
            throw new IllegalArgumentException("the metric '" + metric + "' makes a table of " + classes + " by "
                    + classes + " classes: expected at most " + MOST_CLASSES);
        }
        return classes;
    }

    /**
     * Of outputs with a value for each class, the largest of which is predicted.
     *
     * @param ignored a true class that does not count
     * @return (classes, classes)
     */
    static Var ofClasses(String metric, Prediction prediction, Var target, Optional<Var> weights, OptionalInt ignored) {
        Var truth = Targets.classes(prediction, target).cast(DType.FLOAT32);
        Var predicted = prediction.value().argMax().cast(DType.FLOAT32);
        return counted(classes(metric, prediction), truth, predicted, weights, ignored);
    }

    /** Of outputs whose elements are classes 0 and 1 by themselves: (2, 2). */
    static Var ofElements(Var predicted, Var target, Optional<Var> weights, OptionalInt ignored) {
        Var truth = target.cast(DType.INT32).cast(DType.FLOAT32);
        return counted(2, truth, predicted, weights.map(weight -> Masks.over(weight, predicted.shape())), ignored);
    }

    private static Var counted(int classes, Var truth, Var predicted, Optional<Var> weights, OptionalInt ignored) {
        Var counts = within(truth, classes).times(within(predicted, classes));
        if (ignored.isPresent()) {
            counts = counts.times(truth.notEqualTo(ignored.getAsInt()));
        }
        int elements = truth.type().elements();
        Var ids = truth.times(classes).plus(predicted).where(counts, 0).cast(DType.INT32);
        Var weighed = weights.map(counts::times).orElse(counts);
        return weighed.reshape(elements).scatterAdd(ids.reshape(elements), 0, classes * classes);
    }

    private static Var within(Var ids, int classes) {
        return ids.greaterOrEqual(0).and(ids.less(classes));
    }

    /** The sums as a table. */
    static double[][] table(List<double[]> sums) {
        double[] flat = sums.get(0);
        int classes = (int) Math.round(Math.sqrt(flat.length));
        double[][] table = new double[classes][classes];
        for (int row = 0; row < classes; row++) {
            System.arraycopy(flat, row * classes, table[row], 0, classes);
        }
        return table;
    }
}
