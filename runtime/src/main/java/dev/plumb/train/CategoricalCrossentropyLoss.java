package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Crossentropies;
import java.util.Optional;

/**
 * Categorical cross-entropy: one-hot targets, or distributions. Made by {@link Losses#categoricalCrossentropy()}.
 *
 * @param fromLogits whether the output is logits
 * @param labelSmoothing how far targets are pulled towards the uniform distribution, from 0 to 1
 * @param axis of the classes, as in Keras: the batch is axis 0
 */
public record CategoricalCrossentropyLoss(boolean fromLogits, double labelSmoothing, int axis) implements SampleLoss {
    public CategoricalCrossentropyLoss {
        LossOptions.requireSmoothing(labelSmoothing);
    }

    /** Whether the output is logits: the loss applies the softmax itself. */
    public CategoricalCrossentropyLoss fromLogits(boolean logits) {
        return new CategoricalCrossentropyLoss(logits, labelSmoothing, axis);
    }

    /** Pulls targets towards the uniform distribution. */
    public CategoricalCrossentropyLoss labelSmoothing(double share) {
        return new CategoricalCrossentropyLoss(fromLogits, share, axis);
    }

    /** Has the classes along another axis. */
    public CategoricalCrossentropyLoss axis(int ofClasses) {
        return new CategoricalCrossentropyLoss(fromLogits, labelSmoothing, ofClasses);
    }

    @Override
    public String name() {
        return LossFunction.CATEGORICAL_CROSSENTROPY.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return false;
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return LossOptions.stated(LossFunction.CATEGORICAL_CROSSENTROPY, fromLogits, labelSmoothing, axis);
    }

    @Override
    public Optional<LossFunction> function() {
        return Optional.of(LossFunction.CATEGORICAL_CROSSENTROPY);
    }

    @Override
    public boolean isOfSamples() {
        return LossOptions.isOfSamples(axis);
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        // Keras smooths by the size of the last axis, wherever the classes are.
        Var labels = Crossentropies.smoothed(target, (float) labelSmoothing, target.size(-1));
        return Crossentropies.categorical(
                LossOptions.scores(prediction, fromLogits, axis), Crossentropies.last(labels, axis));
    }
}
