package dev.plumb.train;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Measure;
import dev.plumb.dsl.Metric;
import dev.plumb.train.TrainingMetric.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The metrics of Keras 3 with their options, and lambdas for those of one's own. What has options gives another metric for each:
 * {@code TrainingMetrics.auc().curve(AreaUnderCurve.Curve.PR).named("pr_auc")}.
 */
public final class TrainingMetrics {
    private TrainingMetrics() {}

    /** The mean of one value a sample that a lambda computes; which way is better is not known. */
    public static TrainingMetric of(String label, SampleMetric values) {
        return of(label, Direction.UNKNOWN, values);
    }

    /** The mean of one value a sample that a lambda computes. */
    public static TrainingMetric of(String label, Direction direction, SampleMetric values) {
        return new MeanMetric(label, values, MeanMetric.Kind.MEAN, direction, Optional.empty());
    }

    /** The sum of all values that a lambda computes. */
    public static TrainingMetric sum(String label, SampleMetric values) {
        return new MeanMetric(label, values, MeanMetric.Kind.SUM, Direction.UNKNOWN, Optional.empty());
    }

    /**
     * The mean of a loss over samples, whatever the output is trained by: the loss has to fit the output, its targets may be class indices where it takes
     * one-hot rows, and the other way round.
     */
    public static TrainingMetric of(SampleLoss loss) {
        Objects.requireNonNull(loss, "the loss is null: take one of Losses");
        return new LossMetric(loss);
    }

    /** Metrics of the language, with Keras' defaults, in a list with others. */
    public static List<TrainingMetric> list(Measure... metrics) {
        return Arrays.stream(metrics).map(TrainingMetric::of).toList();
    }

    /** The metric of that name with Keras' defaults. */
    public static TrainingMetric of(Metric metric) {
        Objects.requireNonNull(metric, "the metric is null");
        return switch (metric) {
            case ACCURACY -> MeanMetric.of(metric, Direction.UP, Accuracies::resolved);
            case BINARY_ACCURACY -> binaryAccuracy();
            case CATEGORICAL_ACCURACY, SPARSE_CATEGORICAL_ACCURACY ->
                MeanMetric.of(metric, Direction.UP, Accuracies::categorical);
            case TOP_K_CATEGORICAL_ACCURACY, SPARSE_TOP_K_CATEGORICAL_ACCURACY ->
                new TopKAccuracy(metric, TopKAccuracy.DEFAULT);
            case AUC -> auc();
            case PRECISION -> precision();
            case RECALL -> recall();
            case TRUE_POSITIVES -> truePositives();
            case TRUE_NEGATIVES -> trueNegatives();
            case FALSE_POSITIVES -> falsePositives();
            case FALSE_NEGATIVES -> falseNegatives();
            case F1_SCORE -> f1();
            case MEAN_IOU -> meanIoU();
            case BINARY_IOU -> binaryIoU();
            case CONFUSION_MATRIX -> confusionMatrix();
            case MSE -> loss(metric, LossFunction.MEAN_SQUARED_ERROR);
            case MAE -> loss(metric, LossFunction.MEAN_ABSOLUTE_ERROR);
            case RMSE ->
                new MeanMetric(
                        metric.label(),
                        lossOf(LossFunction.MEAN_SQUARED_ERROR),
                        MeanMetric.Kind.ROOT,
                        Direction.DOWN,
                        Optional.of(metric));
            case MAPE -> loss(metric, LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR);
            case MSLE -> loss(metric, LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR);
            case LOG_COSH_ERROR -> loss(metric, LossFunction.LOG_COSH);
            case R2_SCORE -> r2();
            case MEAN_COSINE_SIMILARITY -> {
                SampleMetric distance = lossOf(LossFunction.COSINE_SIMILARITY);
                yield MeanMetric.of(metric, Direction.UP, (prediction, target) -> distance.perSample(prediction, target)
                        .negated());
            }
            case PEARSON_CORRELATION -> MeanMetric.of(metric, Direction.UP, Correlations::pearson);
            case CONCORDANCE_CORRELATION -> MeanMetric.of(metric, Direction.UP, Correlations::concordance);
            case BCE -> loss(metric, LossFunction.BINARY_CROSSENTROPY);
            case CCE -> loss(metric, LossFunction.CATEGORICAL_CROSSENTROPY);
            case SCCE -> loss(metric, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY);
            case KLD -> loss(metric, LossFunction.KL_DIVERGENCE);
            case MEAN_POISSON -> loss(metric, LossFunction.POISSON);
            case MEAN_HINGE -> loss(metric, LossFunction.HINGE);
            case MEAN_SQUARED_HINGE -> loss(metric, LossFunction.SQUARED_HINGE);
            case MEAN_CATEGORICAL_HINGE -> loss(metric, LossFunction.CATEGORICAL_HINGE);
        };
    }

    private static TrainingMetric loss(Metric metric, LossFunction function) {
        return MeanMetric.of(metric, Direction.DOWN, lossOf(function));
    }

    /** The values of a loss, with targets in the form that it takes. */
    private static SampleMetric lossOf(LossFunction function) {
        SampleLoss loss = Losses.of(function);
        return (prediction, target) -> loss.perSample(
                prediction,
                loss.hasSparseTargets() ? Targets.classes(prediction, target) : Targets.likeOutput(prediction, target));
    }

    /** Binary, categorical or sparse categorical accuracy, by the shapes of output and targets. */
    public static TrainingMetric accuracy() {
        return of(Metric.ACCURACY);
    }

    /** Share of elements on the right side of 0.5, or of another {@code threshold(…)}. */
    public static BinaryAccuracy binaryAccuracy() {
        return new BinaryAccuracy(0.5f);
    }

    /** Share of samples whose largest prediction is at the largest target. */
    public static TrainingMetric categoricalAccuracy() {
        return of(Metric.CATEGORICAL_ACCURACY);
    }

    /** Share of samples whose largest prediction is at the class index. */
    public static TrainingMetric sparseCategoricalAccuracy() {
        return of(Metric.SPARSE_CATEGORICAL_ACCURACY);
    }

    /** Share of elements that equal their target. */
    public static TrainingMetric equality() {
        return of(
                "accuracy",
                Direction.UP,
                (prediction, target) -> Targets.meanOfLast(prediction.value().equalTo(target)));
    }

    /**
     * Share of samples whose true class is among the largest predictions; of either kind of target.
     *
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public static TrainingMetric topK(int k) {
        return new TopKAccuracy(Metric.TOP_K_CATEGORICAL_ACCURACY, k);
    }

    /** {@link #topK} by the name that Keras gives it for class indices. */
    public static TrainingMetric sparseTopK(int k) {
        return new TopKAccuracy(Metric.SPARSE_TOP_K_CATEGORICAL_ACCURACY, k);
    }

    /** The area under the ROC, or another {@code curve(…)}. */
    public static AreaUnderCurve auc() {
        return AreaUnderCurve.defaults();
    }

    /** TP / (TP + FP). */
    public static ThresholdMetric precision() {
        return ThresholdMetric.of(ThresholdMetric.Kind.PRECISION);
    }

    /** TP / (TP + FN). */
    public static ThresholdMetric recall() {
        return ThresholdMetric.of(ThresholdMetric.Kind.RECALL);
    }

    /** How many elements are predicted and there. */
    public static ThresholdMetric truePositives() {
        return ThresholdMetric.of(ThresholdMetric.Kind.TRUE_POSITIVES);
    }

    /** How many elements are neither predicted nor there. */
    public static ThresholdMetric trueNegatives() {
        return ThresholdMetric.of(ThresholdMetric.Kind.TRUE_NEGATIVES);
    }

    /** How many elements are predicted and not there. */
    public static ThresholdMetric falsePositives() {
        return ThresholdMetric.of(ThresholdMetric.Kind.FALSE_POSITIVES);
    }

    /** How many elements are there and not predicted. */
    public static ThresholdMetric falseNegatives() {
        return ThresholdMetric.of(ThresholdMetric.Kind.FALSE_NEGATIVES);
    }

    /** The best sensitivity, or recall, at a threshold where the specificity is at least this. */
    public static OperatingPoint sensitivityAtSpecificity(double specificity) {
        return OperatingPoint.of(OperatingPoint.Kind.SENSITIVITY_AT_SPECIFICITY, specificity);
    }

    /** The best specificity at a threshold where the sensitivity is at least this. */
    public static OperatingPoint specificityAtSensitivity(double sensitivity) {
        return OperatingPoint.of(OperatingPoint.Kind.SPECIFICITY_AT_SENSITIVITY, sensitivity);
    }

    /** The best precision at a threshold where the recall is at least this. */
    public static OperatingPoint precisionAtRecall(double recall) {
        return OperatingPoint.of(OperatingPoint.Kind.PRECISION_AT_RECALL, recall);
    }

    /** The best recall at a threshold where the precision is at least this. */
    public static OperatingPoint recallAtPrecision(double precision) {
        return OperatingPoint.of(OperatingPoint.Kind.RECALL_AT_PRECISION, precision);
    }

    /** The harmonic mean of precision and recall, class by class; of one probability, with the threshold 0.5. */
    public static FBetaScore f1() {
        return new FBetaScore(Metric.F1_SCORE.label(), 1, FBetaScore.Average.NONE, OptionalDouble.empty());
    }

    /** As {@link #f1}, with the recall worth so many times as much as the precision. */
    public static FBetaScore fBeta(double beta) {
        return new FBetaScore("fbeta_score", beta, FBetaScore.Average.NONE, OptionalDouble.empty());
    }

    /** Intersection over union, averaged over all classes that occur. */
    public static IntersectionOverUnion meanIoU() {
        return new IntersectionOverUnion(
                Metric.MEAN_IOU.label(), List.of(), OptionalDouble.empty(), OptionalInt.empty());
    }

    /** Intersection over union, averaged over these classes. */
    public static IntersectionOverUnion iou(int... classes) {
        return new IntersectionOverUnion("io_u", List.of(), OptionalDouble.empty(), OptionalInt.empty())
                .classes(classes);
    }

    /** Intersection over union of what is at least 0.5 and of what is not; {@code classes(1)} leaves the latter out. */
    public static IntersectionOverUnion binaryIoU() {
        return new IntersectionOverUnion(
                Metric.BINARY_IOU.label(), List.of(0, 1), OptionalDouble.of(0.5), OptionalInt.empty());
    }

    /** How often samples of each class are taken for each. */
    public static ConfusionTable confusionMatrix() {
        return new ConfusionTable(0.5f);
    }

    /** The root of the mean squared error. */
    public static TrainingMetric rmse() {
        return of(Metric.RMSE);
    }

    /** The mean cosine of prediction and target. */
    public static TrainingMetric cosineSimilarity() {
        return of(Metric.MEAN_COSINE_SIMILARITY);
    }

    /** The share of variance that is explained. */
    public static R2Score r2() {
        return new R2Score(R2Score.Aggregation.UNIFORM_AVERAGE, 0);
    }

    /** Pearson's correlation along the last axis. */
    public static TrainingMetric pearsonCorrelation() {
        return of(Metric.PEARSON_CORRELATION);
    }

    /** Lin's concordance along the last axis. */
    public static TrainingMetric concordanceCorrelation() {
        return of(Metric.CONCORDANCE_CORRELATION);
    }
}
