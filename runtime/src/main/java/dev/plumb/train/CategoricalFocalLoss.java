package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Crossentropies;
import java.util.Optional;

/**
 * Categorical cross-entropy in which what is easy counts less. Made by {@link Losses#categoricalFocalCrossentropy()}.
 *
 * @param gamma how much less: 0 is the cross-entropy itself, but for alpha
 * @param alpha a factor of the whole
 * @param fromLogits whether the output is logits
 * @param labelSmoothing how far targets are pulled towards the uniform distribution, from 0 to 1
 * @param axis of the classes, as in Keras: the batch is axis 0
 */
public record CategoricalFocalLoss(double gamma, double alpha, boolean fromLogits, double labelSmoothing, int axis)
        implements SampleLoss {
    public CategoricalFocalLoss {
        LossOptions.requireGamma(gamma);
        LossOptions.require(alpha >= 0 && Double.isFinite(alpha), "alpha", "a finite number of 0 or more", alpha);
        LossOptions.requireSmoothing(labelSmoothing);
    }

    /** How much less what is easy counts. */
    public CategoricalFocalLoss gamma(double power) {
        return new CategoricalFocalLoss(power, alpha, fromLogits, labelSmoothing, axis);
    }

    /** The factor of the whole. */
    public CategoricalFocalLoss alpha(double factor) {
        return new CategoricalFocalLoss(gamma, factor, fromLogits, labelSmoothing, axis);
    }

    /** Whether the output is logits: the loss applies the softmax itself. */
    public CategoricalFocalLoss fromLogits(boolean logits) {
        return new CategoricalFocalLoss(gamma, alpha, logits, labelSmoothing, axis);
    }

    /** Pulls targets towards the uniform distribution. */
    public CategoricalFocalLoss labelSmoothing(double share) {
        return new CategoricalFocalLoss(gamma, alpha, fromLogits, share, axis);
    }

    /** Has the classes along another axis. */
    public CategoricalFocalLoss axis(int ofClasses) {
        return new CategoricalFocalLoss(gamma, alpha, fromLogits, labelSmoothing, ofClasses);
    }

    @Override
    public String name() {
        return LossFunction.CATEGORICAL_FOCAL_CROSSENTROPY.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return false;
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return LossOptions.stated(LossFunction.CATEGORICAL_FOCAL_CROSSENTROPY, fromLogits, labelSmoothing, axis);
    }

    @Override
    public Optional<LossFunction> function() {
        return Optional.of(LossFunction.CATEGORICAL_FOCAL_CROSSENTROPY);
    }

    @Override
    public boolean isOfSamples() {
        return LossOptions.isOfSamples(axis);
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        Var labels = Crossentropies.smoothed(target, (float) labelSmoothing, target.size(-1));
        return Crossentropies.categoricalFocal(
                LossOptions.scores(prediction, fromLogits, axis),
                Crossentropies.last(labels, axis),
                (float) gamma,
                (float) alpha);
    }
}
