package dev.plumb.train;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Crossentropies;
import java.util.Optional;

/**
 * Binary cross-entropy in which what is easy counts less. Made by {@link Losses#binaryFocalCrossentropy()}.
 *
 * @param gamma how much less: 0 is the cross-entropy itself
 * @param classBalancing whether ones are weighted by alpha, and zeros by the rest up to 1
 * @param alpha the weight of ones, from 0 to 1
 * @param fromLogits whether the output is logits
 * @param labelSmoothing how far targets are pulled towards 1/2, from 0 to 1
 * @param axis whose mean is taken, as in Keras: the batch is axis 0
 */
public record BinaryFocalLoss(
        double gamma, boolean classBalancing, double alpha, boolean fromLogits, double labelSmoothing, int axis)
        implements SampleLoss {
    public BinaryFocalLoss {
        LossOptions.requireGamma(gamma);
        LossOptions.require(alpha >= 0 && alpha <= 1, "alpha", "between 0 and 1", alpha);
        LossOptions.requireSmoothing(labelSmoothing);
    }

    /** How much less what is easy counts. */
    public BinaryFocalLoss gamma(double power) {
        return new BinaryFocalLoss(power, classBalancing, alpha, fromLogits, labelSmoothing, axis);
    }

    /** Weights ones by this, and zeros by the rest up to 1: {@code apply_class_balancing} of Keras. */
    public BinaryFocalLoss alpha(double weightOfOnes) {
        return new BinaryFocalLoss(gamma, true, weightOfOnes, fromLogits, labelSmoothing, axis);
    }

    /** Whether the output is logits: the loss applies the sigmoid itself. */
    public BinaryFocalLoss fromLogits(boolean logits) {
        return new BinaryFocalLoss(gamma, classBalancing, alpha, logits, labelSmoothing, axis);
    }

    /** Pulls targets towards 1/2. */
    public BinaryFocalLoss labelSmoothing(double share) {
        return new BinaryFocalLoss(gamma, classBalancing, alpha, fromLogits, share, axis);
    }

    /** Takes the mean along another axis. */
    public BinaryFocalLoss axis(int along) {
        return new BinaryFocalLoss(gamma, classBalancing, alpha, fromLogits, labelSmoothing, along);
    }

    @Override
    public String name() {
        return LossFunction.BINARY_FOCAL_CROSSENTROPY.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return false;
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return LossOptions.stated(LossFunction.BINARY_FOCAL_CROSSENTROPY, fromLogits, labelSmoothing, axis);
    }

    @Override
    public Optional<LossFunction> function() {
        return Optional.of(LossFunction.BINARY_FOCAL_CROSSENTROPY);
    }

    @Override
    public boolean isOfSamples() {
        return LossOptions.isOfSamples(axis);
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        Var labels = Crossentropies.smoothed(target, (float) labelSmoothing, 2);
        Crossentropies.Scores scores = LossOptions.scores(prediction, fromLogits, ActivationFunction.SIGMOID);
        Optional<Float> share = classBalancing ? Optional.of((float) alpha) : Optional.empty();
        return LossOptions.mean(Crossentropies.binaryFocal(scores, labels, (float) gamma, share), axis);
    }
}
