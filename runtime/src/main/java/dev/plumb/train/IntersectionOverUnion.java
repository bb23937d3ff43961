package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is rightly taken for a class, by what is taken for it or is of it: TP / (TP + FP + FN), averaged over classes that occur. Made by
 * {@link TrainingMetrics#iou}, {@link TrainingMetrics#meanIoU} and {@link TrainingMetrics#binaryIoU}. The table has each class in a row.
 *
 * @param label the name in logs
 * @param classes those that are averaged; all if there are none
 * @param threshold each element is a class of its own, 1 if it is at least this; none if the largest value of the last axis is the class
 * @param ignoreClass samples of this true class do not count
 */
public record IntersectionOverUnion(
        String label, List<Integer> classes, OptionalDouble threshold, OptionalInt ignoreClass)
        implements TrainingMetric {

    /** Keras' own. */
    private static final double EPSILON = 1e-7;

    public IntersectionOverUnion {
        Objects.requireNonNull(label, "the name is null");
        classes = List.copyOf(classes);
    }

    /** Samples of this true class, such as the border of what is segmented, do not count. */
    public IntersectionOverUnion ignoreClass(int id) {
        return new IntersectionOverUnion(label, classes, threshold, OptionalInt.of(id));
    }

    /** Another threshold than 0.5, of {@link TrainingMetrics#binaryIoU}. */
    public IntersectionOverUnion threshold(double atLeast) {
        if (threshold.isEmpty()) {
            throw new IllegalArgumentException("the metric '" + label
                    + "' takes the largest of several values and has no threshold: binaryIoU(…) has one");
        }
        return new IntersectionOverUnion(label, classes, OptionalDouble.of(atLeast), ignoreClass);
    }

    /** Only these classes, from 0, are averaged. */
    public IntersectionOverUnion classes(int... ids) {
        return new IntersectionOverUnion(label, Arrays.stream(ids).boxed().toList(), threshold, ignoreClass);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public Optional<Metric> stated() {
        return Optional.of(threshold.isPresent() ? Metric.BINARY_IOU : Metric.MEAN_IOU);
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        if (threshold.isPresent()) {
            requireClasses(2);
            Var predicted = prediction.value().greaterOrEqual((float) threshold.getAsDouble());
            return List.of(
                    ClassPairs.ofElements(predicted, Targets.likeOutput(prediction, target), weights, ignoreClass));
        }
        if (Targets.isOneValue(prediction)) {
            throw new IllegalArgumentException(
                    "the metric '" + label + "' takes the largest of several values, and the output is "
                            + prediction.value().type() + ": binaryIoU() is for one");
        }
        requireClasses(ClassPairs.classes(label, prediction));
        return List.of(ClassPairs.ofClasses(label, prediction, target, weights, ignoreClass));
    }

    @Override
    public void requireFit(String output, TensorType type) {
        if (threshold.isPresent()) {
            requireClasses(2);
        } else if (type.rank() > 0 && type.shape().last().isKnown()) {
            requireClasses(type.shape().last().size());
        }
    }

    private void requireClasses(long count) {
        for (int id : classes) {
            if (id < 0 || id >= count) {
                throw new IllegalArgumentException(
                        "the metric '" + label + "' averages class " + id + ": expected 0 to " + (count - 1));
            }
        }
    }

    @Override
    public double result(List<double[]> sums) {
        double[] each = table(sums)[0];
        double[][] pairs = ClassPairs.table(sums);
        double sum = 0;
        int occurring = 0;
        for (int id : averaged(each.length)) {
            sum += each[id];
            occurring += union(pairs, id) > 1e-9 ? 1 : 0;
        }
        return sum / (occurring + EPSILON);
    }

    /** All classes, also those that are not averaged. */
    @Override
    public double[][] table(List<double[]> sums) {
        double[][] pairs = ClassPairs.table(sums);
        double[] each = new double[pairs.length];
        for (int id = 0; id < each.length; id++) {
            double union = union(pairs, id);
            each[id] = union > 1e-9 ? pairs[id][id] / (union + EPSILON) : 0;
        }
        return new double[][] {each};
    }

    private int[] averaged(int count) {
        int[] ids = new int[classes.isEmpty() ? count : classes.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = classes.isEmpty() ? i : classes.get(i);
        }
        return ids;
    }

    private static double union(double[][] pairs, int id) {
        double union = -pairs[id][id];
        for (int other = 0; other < pairs.length; other++) {
            union += pairs[id][other] + pairs[other][id];
        }
        return union;
    }
}
