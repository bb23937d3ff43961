package dev.plumb.train;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Crossentropies;
import java.util.Optional;

/**
 * Binary cross-entropy: targets of 0 and 1, each on its own. Made by {@link Losses#binaryCrossentropy()}.
 *
 * @param fromLogits whether the output is logits
 * @param labelSmoothing how far targets are pulled towards 1/2, from 0 to 1
 * @param axis whose mean is taken, as in Keras: the batch is axis 0
 */
public record BinaryCrossentropyLoss(boolean fromLogits, double labelSmoothing, int axis) implements SampleLoss {
    public BinaryCrossentropyLoss {
        LossOptions.requireSmoothing(labelSmoothing);
    }

    /** Whether the output is logits: the loss applies the sigmoid itself. */
    public BinaryCrossentropyLoss fromLogits(boolean logits) {
        return new BinaryCrossentropyLoss(logits, labelSmoothing, axis);
    }

    /** Pulls targets towards 1/2. */
    public BinaryCrossentropyLoss labelSmoothing(double share) {
        return new BinaryCrossentropyLoss(fromLogits, share, axis);
    }

    /** Takes the mean along another axis. */
    public BinaryCrossentropyLoss axis(int along) {
        return new BinaryCrossentropyLoss(fromLogits, labelSmoothing, along);
    }

    @Override
    public String name() {
        return LossFunction.BINARY_CROSSENTROPY.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return false;
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return LossOptions.stated(LossFunction.BINARY_CROSSENTROPY, fromLogits, labelSmoothing, axis);
    }

    @Override
    public Optional<LossFunction> function() {
        return Optional.of(LossFunction.BINARY_CROSSENTROPY);
    }

    @Override
    public boolean isOfSamples() {
        return LossOptions.isOfSamples(axis);
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        Var labels = Crossentropies.smoothed(target, (float) labelSmoothing, 2);
        Crossentropies.Scores scores = LossOptions.scores(prediction, fromLogits, ActivationFunction.SIGMOID);
        return LossOptions.mean(Crossentropies.binary(scores, labels), axis);
    }
}
