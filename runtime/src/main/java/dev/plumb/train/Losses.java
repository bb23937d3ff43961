package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Crossentropies;
import dev.plumb.train.loss.Distances;
import dev.plumb.train.loss.Hinges;
import dev.plumb.train.loss.Overlaps;
import dev.plumb.train.loss.Similarities;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;

/**
 * The losses of Keras 3, with its defaults, and losses of one's own. Options are set on what the methods give:
 *
 * <pre>{@code
 * Losses.binaryFocalCrossentropy().gamma(3).fromLogits(true)
 * Losses.sparseCategoricalCrossentropy().ignoreClass(-1)
 * Losses.huber(0.5).reduced(LossReduction.SUM)
 * }</pre>
 *
 * A cross-entropy on the result of a softmax or sigmoid works on the logits, as Keras with TensorFlow does: exact where a probability rounds to
 * 0 or 1.
 */
public final class Losses {
    private static final double HALF = 0.5;

    private Losses() {}

    public static SampleLoss meanSquaredError() {
        return new SimpleLoss(LossFunction.MEAN_SQUARED_ERROR, Distances::squared);
    }

    public static SampleLoss meanAbsoluteError() {
        return new SimpleLoss(LossFunction.MEAN_ABSOLUTE_ERROR, Distances::absolute);
    }

    public static SampleLoss meanAbsolutePercentageError() {
        return new SimpleLoss(LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, Distances::percentage);
    }

    public static SampleLoss meanSquaredLogarithmicError() {
        return new SimpleLoss(LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Distances::squaredLogarithmic);
    }

    /** Huber's loss, which is linear from a distance of 1 on. */
    public static SampleLoss huber() {
        return huber(1);
    }

    /**
     * Huber's loss.
     *
     * @param delta the distance from which on it is linear, above 0
     */
    public static SampleLoss huber(double delta) {
        LossOptions.require(delta > 0 && Double.isFinite(delta), "delta", "a finite number above 0", delta);
        return new SimpleLoss(LossFunction.HUBER, (value, target) -> Distances.huber(value, target, (float) delta));
    }

    public static SampleLoss logCosh() {
        return new SimpleLoss(LossFunction.LOG_COSH, Distances::logCosh);
    }

    public static SampleLoss poisson() {
        return new SimpleLoss(LossFunction.POISSON, Distances::poisson);
    }

    /** Cosine similarity, from -1 where directions are the same to 1, along the last axis. */
    public static SampleLoss cosineSimilarity() {
        return cosineSimilarity(LossOptions.LAST);
    }

    /**
     * Cosine similarity.
     *
     * @param axis along which vectors lie, as in Keras: the batch is axis 0
     */
    public static SampleLoss cosineSimilarity(int axis) {
        return new SimpleLoss(
                LossFunction.COSINE_SIMILARITY,
                LossOptions.isOfSamples(axis),
                (value, target) -> Similarities.cosine(value, target, axis));
    }

    /** Kullback-Leibler divergence of two distributions. */
    public static SampleLoss klDivergence() {
        return new SimpleLoss(LossFunction.KL_DIVERGENCE, Similarities::divergence);
    }

    public static SampleLoss hinge() {
        return new SimpleLoss(LossFunction.HINGE, Hinges::hinge);
    }

    public static SampleLoss squaredHinge() {
        return new SimpleLoss(LossFunction.SQUARED_HINGE, Hinges::squared);
    }

    public static SampleLoss categoricalHinge() {
        return new SimpleLoss(LossFunction.CATEGORICAL_HINGE, Hinges::categorical);
    }

    public static BinaryCrossentropyLoss binaryCrossentropy() {
        return new BinaryCrossentropyLoss(false, 0, LossOptions.LAST);
    }

    public static CategoricalCrossentropyLoss categoricalCrossentropy() {
        return new CategoricalCrossentropyLoss(false, 0, LossOptions.LAST);
    }

    public static SparseCategoricalCrossentropyLoss sparseCategoricalCrossentropy() {
        return new SparseCategoricalCrossentropyLoss(false, Optional.empty(), LossOptions.LAST);
    }

    public static BinaryFocalLoss binaryFocalCrossentropy() {
        return new BinaryFocalLoss(2, false, 0.25, false, 0, LossOptions.LAST);
    }

    public static CategoricalFocalLoss categoricalFocalCrossentropy() {
        return new CategoricalFocalLoss(2, 0.25, false, 0, LossOptions.LAST);
    }

    /** Generalized cross-entropy with q = 0.5. */
    public static SampleLoss categoricalGeneralizedCrossEntropy() {
        return categoricalGeneralizedCrossEntropy(HALF);
    }

    /**
     * Generalized cross-entropy of class indices, which bears wrong labels.
     *
     * @param q between 0, where it is the cross-entropy, and 1, where it is the mean absolute error; both excluded
     */
    public static SampleLoss categoricalGeneralizedCrossEntropy(double q) {
        LossOptions.require(q > 0 && q < 1, "q", "between 0 and 1, both excluded", q);
        return new SimpleLoss(
                LossFunction.CATEGORICAL_GENERALIZED_CROSS_ENTROPY,
                (value, target) -> Crossentropies.generalized(value, target, (float) q));
    }

    /** Dice loss of all of a batch as one set. */
    public static SampleLoss dice() {
        return dice(new int[0]);
    }

    /**
     * Dice loss.
     *
     * @param axes that are one set, as in Keras: the batch is axis 0, without it each example is a set of its own
     */
    public static SampleLoss dice(int... axes) {
        boolean ofExamples = axes.length > 0 && Arrays.stream(axes).allMatch(LossOptions::isOfSamples);
        int[] along = axes.clone();
        return new SimpleLoss(LossFunction.DICE, ofExamples, (value, target) -> Overlaps.dice(value, target, along));
    }

    /** Tversky loss of all of a batch as one set, with alpha = beta = 0.5, which makes it the Dice loss. */
    public static TverskyLoss tversky() {
        return new TverskyLoss(HALF, HALF, List.of());
    }

    public static CircleLoss circle() {
        return new CircleLoss(80, 0.4, true);
    }

    /** Connectionist temporal classification, for rows of labels as long as time. */
    public static CTCLoss ctc() {
        return new CTCLoss(OptionalInt.empty());
    }

    /**
     * A loss of one's own: the mean of what the formula gives.
     *
     * <pre>{@code
     * Losses.of("quantile", (prediction, target) -> {
     *     Var error = target.minus(prediction);
     *     return error.times(0.9f).maximum(error.times(-0.1f)).mean(-1);
     * })
     * }</pre>
     *
     * @param name in messages
     * @param formula of the output, (batch, …), and a target of its shape: one value a sample, (batch) or (batch, …), or a scalar
     */
    public static SampleLoss of(String name, BinaryOperator<Var> formula) {
        return new OwnLoss(name, false, formula);
    }

    /**
     * A loss of one's own for targets that are class indices, or other whole numbers: int32, without the output's last axis.
     *
     * @param formula as in {@link #of(String, BinaryOperator)}
     */
    public static SampleLoss ofIndices(String name, BinaryOperator<Var> formula) {
        return new OwnLoss(name, true, formula);
    }

    /** The loss of that name with Keras' defaults. */
    public static SampleLoss of(LossFunction function) {
        return switch (function) {
            case MEAN_SQUARED_ERROR -> meanSquaredError();
            case MEAN_ABSOLUTE_ERROR -> meanAbsoluteError();
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> meanAbsolutePercentageError();
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> meanSquaredLogarithmicError();
            case HUBER -> huber();
            case LOG_COSH -> logCosh();
            case POISSON -> poisson();
            case COSINE_SIMILARITY -> cosineSimilarity();
            case KL_DIVERGENCE -> klDivergence();
            case HINGE -> hinge();
            case SQUARED_HINGE -> squaredHinge();
            case CATEGORICAL_HINGE -> categoricalHinge();
            case BINARY_CROSSENTROPY -> binaryCrossentropy();
            case CATEGORICAL_CROSSENTROPY -> categoricalCrossentropy();
            case SPARSE_CATEGORICAL_CROSSENTROPY -> sparseCategoricalCrossentropy();
            case BINARY_FOCAL_CROSSENTROPY -> binaryFocalCrossentropy();
            case CATEGORICAL_FOCAL_CROSSENTROPY -> categoricalFocalCrossentropy();
            case CATEGORICAL_GENERALIZED_CROSS_ENTROPY -> categoricalGeneralizedCrossEntropy();
            case DICE -> dice();
            case TVERSKY -> tversky();
            case CIRCLE -> circle();
            case CTC -> ctc();
        };
    }

    /** The loss that an {@code @Loss} states; its weight is the trainer's business. */
    public static SampleLoss of(Loss.Spec spec) {
        boolean logits = spec.fromLogits();
        double smoothing = spec.labelSmoothing();
        return switch (spec.value()) {
            case BINARY_CROSSENTROPY -> binaryCrossentropy().fromLogits(logits).labelSmoothing(smoothing);
            case CATEGORICAL_CROSSENTROPY ->
                categoricalCrossentropy().fromLogits(logits).labelSmoothing(smoothing);
            case SPARSE_CATEGORICAL_CROSSENTROPY ->
                sparseCategoricalCrossentropy().fromLogits(logits);
            case BINARY_FOCAL_CROSSENTROPY ->
                binaryFocalCrossentropy().fromLogits(logits).labelSmoothing(smoothing);
            case CATEGORICAL_FOCAL_CROSSENTROPY ->
                categoricalFocalCrossentropy().fromLogits(logits).labelSmoothing(smoothing);
            default -> of(spec.value());
        };
    }
}
