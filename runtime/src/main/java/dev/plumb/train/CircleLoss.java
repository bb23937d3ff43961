package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Similarities;
import java.util.Optional;

/**
 * Brings embeddings of one label together and those of others apart, within a batch. Embeddings are (features) and of length 1, labels are whole
 * numbers. Made by {@link Losses#circle()}.
 *
 * @param gamma how sharp it is
 * @param margin how far from what is wanted embeddings may be
 * @param removeDiagonal whether an example is no example of its own label
 */
public record CircleLoss(double gamma, double margin, boolean removeDiagonal) implements SampleLoss {
    public CircleLoss {
        LossOptions.requireGamma(gamma);
        LossOptions.require(Double.isFinite(margin), "margin", "a finite number", margin);
    }

    /** How sharp it is. */
    public CircleLoss gamma(double sharpness) {
        return new CircleLoss(sharpness, margin, removeDiagonal);
    }

    /** How far from what is wanted embeddings may be. */
    public CircleLoss margin(double distance) {
        return new CircleLoss(gamma, distance, removeDiagonal);
    }

    /** Whether an example is no example of its own label. */
    public CircleLoss removeDiagonal(boolean removed) {
        return new CircleLoss(gamma, margin, removed);
    }

    @Override
    public String name() {
        return LossFunction.CIRCLE.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return true;
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return Optional.of(Loss.Spec.of(LossFunction.CIRCLE));
    }

    /** Examples are compared within a batch. */
    @Override
    public boolean isOfSamples() {
        return false;
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        return Similarities.circle(prediction.value(), target, (float) gamma, (float) margin, removeDiagonal);
    }

    /** What has nothing left to learn does not count, as in Keras. */
    @Override
    public Optional<Var> counted(Var values, Var target) {
        return Optional.of(values.greater(0));
    }
}
