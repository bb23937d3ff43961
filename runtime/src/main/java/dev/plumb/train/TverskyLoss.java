package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Overlaps;
import java.util.List;
import java.util.Optional;

/**
 * How little two sets overlap, with weights for what is in one of them only. Made by {@link Losses#tversky()}. As in Keras up to 3.15,
 * alpha is for what the output misses (false negatives) and beta for what it has too much (false positives): later versions of Keras have them
 * the other way round.
 *
 * @param alpha the weight of targets that the output misses
 * @param beta the weight of what the output has beside the targets
 * @param axes that are one set, as in Keras: the batch is axis 0; none for all
 */
public record TverskyLoss(double alpha, double beta, List<Integer> axes) implements SampleLoss {
    public TverskyLoss {
        LossOptions.require(alpha >= 0 && Double.isFinite(alpha), "alpha", "a finite number of 0 or more", alpha);
        LossOptions.require(beta >= 0 && Double.isFinite(beta), "beta", "a finite number of 0 or more", beta);
        axes = List.copyOf(axes);
    }

    /** The weight of targets that the output misses. */
    public TverskyLoss alpha(double weight) {
        return new TverskyLoss(weight, beta, axes);
    }

    /** The weight of what the output has beside the targets. */
    public TverskyLoss beta(double weight) {
        return new TverskyLoss(alpha, weight, axes);
    }

    /** Takes sums along these axes: without that of the batch, axis 0, each example is a set of its own. */
    public TverskyLoss axes(Integer... ofSets) {
        return new TverskyLoss(alpha, beta, List.of(ofSets));
    }

    @Override
    public String name() {
        return LossFunction.TVERSKY.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return false;
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return Optional.of(Loss.Spec.of(LossFunction.TVERSKY));
    }

    @Override
    public boolean isOfSamples() {
        return !axes.isEmpty() && axes.stream().allMatch(LossOptions::isOfSamples);
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        int[] along = axes.stream().mapToInt(axis -> axis).toArray();
        return Overlaps.tversky(prediction.value(), target, (float) alpha, (float) beta, along);
    }
}
