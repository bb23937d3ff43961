package dev.plumb.train;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The area under a curve that a threshold moves along: {@code AUC} of Keras, by its thresholds and sums. Made by {@link TrainingMetrics#auc}. All elements
 * of an output count together, or its labels apart: {@link #multiLabel}.
 *
 * @param curve which one
 * @param summation how the area between two thresholds is taken
 * @param numThresholds evenly from 0 to 1, at least 2
 * @param thresholds instead of even ones; none if the number says it
 * @param labelsApart whether the areas of the labels, the last axis, are averaged
 * @param labelWeights of the elements of each label, or of their areas; none if all weigh 1
 * @param logits whether the output is logits, and a sigmoid makes probabilities of them
 */
public record AreaUnderCurve(
        Curve curve,
        Summation summation,
        int numThresholds,
        List<Double> thresholds,
        boolean labelsApart,
        List<Double> labelWeights,
        boolean logits)
        implements TrainingMetric {

    /** Which curve. */
    public enum Curve {
        /** True positive rate over false positive rate. */
        ROC,
        /** Precision over recall. */
        PR,
        /** Precision gain over recall gain (Flach and Kull 2015). */
        PRGAIN
    }

    /** How the area between two thresholds is taken. */
    public enum Summation {
        /** Trapezoids; of a PR curve, what lies between is interpolated as Davis and Goadrich (2006) say. */
        INTERPOLATION,
        /** The lower end. */
        MINORING,
        /** The upper end. */
        MAJORING
    }

    /** Throws {@link IllegalArgumentException} if there are fewer than 2 thresholds, or one is not between 0 and 1. */
    public AreaUnderCurve {
        Objects.requireNonNull(curve, "the curve is null");
        Objects.requireNonNull(summation, "the summation is null");
        thresholds = List.copyOf(thresholds);
        labelWeights = List.copyOf(labelWeights);
        compared(numThresholds, thresholds);
    }

    static AreaUnderCurve defaults() {
        return new AreaUnderCurve(Curve.ROC, Summation.INTERPOLATION, 200, List.of(), false, List.of(), false);
    }

    /** Another curve than the ROC. */
    public AreaUnderCurve curve(Curve other) {
        return new AreaUnderCurve(other, summation, numThresholds, thresholds, labelsApart, labelWeights, logits);
    }

    /** How the area between two thresholds is taken. */
    public AreaUnderCurve summation(Summation other) {
        return new AreaUnderCurve(curve, other, numThresholds, thresholds, labelsApart, labelWeights, logits);
    }

    /** Another number of thresholds than 200. */
    public AreaUnderCurve numThresholds(int count) {
        return new AreaUnderCurve(curve, summation, count, List.of(), labelsApart, labelWeights, logits);
    }

    /** These thresholds, one below 0 and one above 1. */
    public AreaUnderCurve thresholds(double... inner) {
        List<Double> given = Arrays.stream(inner).boxed().toList();
        return new AreaUnderCurve(curve, summation, numThresholds, given, labelsApart, labelWeights, logits);
    }

    /** The areas of the labels, each a place of the last axis, averaged: by {@link #labelWeights} if there are any. */
    public AreaUnderCurve multiLabel() {
        return new AreaUnderCurve(curve, summation, numThresholds, thresholds, true, labelWeights, logits);
    }

    /** What labels weigh: their areas, or if these are not taken apart their elements. */
    public AreaUnderCurve labelWeights(double... weights) {
        List<Double> given = Arrays.stream(weights).boxed().toList();
        return new AreaUnderCurve(curve, summation, numThresholds, thresholds, labelsApart, given, logits);
    }

    /** The output is logits. */
    public AreaUnderCurve fromLogits() {
        return new AreaUnderCurve(curve, summation, numThresholds, thresholds, labelsApart, labelWeights, true);
    }

    private static Thresholds compared(int count, List<Double> listed) {
        String label = Metric.AUC.label();
        return listed.isEmpty() ? Thresholds.around(label, count) : Thresholds.around(label, listed);
    }

    private Thresholds compared() {
        return compared(numThresholds, thresholds);
    }

    @Override
    public String label() {
        return Metric.AUC.label();
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    @Override
    public Optional<Metric> stated() {
        return logits ? Optional.empty() : Optional.of(Metric.AUC);
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        Prediction probabilities = logits ? Prediction.of(prediction.value().sigmoid()) : prediction;
        int labels =
                probabilities.value().rank() == 1 ? 1 : probabilities.value().size(-1);
        requireLabels(labels, "the output is " + probabilities.value().type());
        Elements elements = labelsApart
                ? Elements.byLabel(probabilities, target, weights)
                : Elements.of(label(), probabilities, target, weights, OptionalInt.empty(), OptionalInt.empty());
        return compared().sums(labelsApart || labelWeights.isEmpty() ? elements : weighed(elements, probabilities));
    }

    @Override
    public void requireFit(String output, TensorType type) {
        Dim labels = type.rank() == 0 ? Dim.of(1) : type.shape().last();
        if (labels.isKnown()) {
            requireLabels(labels.size(), "the output '" + output + "' is " + type.shape());
        }
    }

    private void requireLabels(long labels, String output) {
        if (!labelWeights.isEmpty() && labelWeights.size() != labels) {
            throw new IllegalArgumentException("the metric 'auc' has " + labelWeights.size()
                    + " label weights: expected " + labels + ", for " + output);
        }
    }

    /** Elements by the weights of their labels. */
    private Elements weighed(Elements elements, Prediction prediction) {
        float[] numbers = new float[labelWeights.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = labelWeights.get(i).floatValue();
        }
        Var each = prediction
                .value()
                .recorder()
                .constant(numbers)
                .broadcastTo(prediction.value().shape())
                .reshape(elements.values().shape());
        return new Elements(
                elements.values(),
                elements.truth(),
                Optional.of(elements.weights().map(each::times).orElse(each)));
    }

    @Override
    public double result(List<double[]> sums) {
        double[] areas =
                compared().counts(sums).stream().mapToDouble(this::area).toArray();
        if (labelWeights.isEmpty() || !labelsApart) {
            return Arrays.stream(areas).average().orElseThrow();
        }
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < areas.length; i++) {
            sum += areas[i] * labelWeights.get(i);
            weight += labelWeights.get(i);
        }
        return PositiveCounts.share(sum, weight);
    }

    /** The area of each label in a row. */
    @Override
    public double[][] table(List<double[]> sums) {
        return new double[][] {
            compared().counts(sums).stream().mapToDouble(this::area).toArray()
        };
    }

    private double area(PositiveCounts counts) {
        double area = 0;
        for (int i = 0; i < counts.size() - 1; i++) {
            area += curve == Curve.PR && summation == Summation.INTERPOLATION
                    ? interpolated(counts, i)
                    : (x(counts, i) - x(counts, i + 1)) * height(y(counts, i), y(counts, i + 1));
        }
        return area;
    }

    private double height(double one, double other) {
        return switch (summation) {
            case INTERPOLATION -> (one + other) / 2;
            case MINORING -> Math.min(one, other);
            case MAJORING -> Math.max(one, other);
        };
    }

    private double x(PositiveCounts counts, int i) {
        return switch (curve) {
            case ROC -> counts.falsePositiveRate(i);
            case PR -> counts.recall(i);
            case PRGAIN ->
                counts.truePositives(i) == 0
                        ? 0
                        : Math.max(0, 1 - scale(counts) * counts.falseNegatives(i) / counts.truePositives(i));
        };
    }

    private double y(PositiveCounts counts, int i) {
        return switch (curve) {
            case ROC -> counts.recall(i);
            case PR -> counts.precision(i);
            case PRGAIN ->
                counts.truePositives(i) == 0
                        ? 1
                        : 1 - scale(counts) * counts.falsePositives(i) / counts.truePositives(i);
        };
    }

    private static double scale(PositiveCounts counts) {
        return PositiveCounts.share(counts.positives(), counts.negatives());
    }

    /** Between two thresholds, true positives grow linearly with all that is predicted. */
    private static double interpolated(PositiveCounts counts, int i) {
        double more = counts.truePositives(i) - counts.truePositives(i + 1);
        double predicted = counts.truePositives(i) + counts.falsePositives(i);
        double next = counts.truePositives(i + 1) + counts.falsePositives(i + 1);
        double slope = PositiveCounts.share(more, Math.max(predicted - next, 0));
        double intercept = counts.truePositives(i + 1) - slope * next;
        double ratio = predicted > 0 && next > 0 ? predicted / next : 1;
        return PositiveCounts.share(slope * (more + intercept * Math.log(ratio)), counts.positives());
    }
}
