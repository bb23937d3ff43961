package dev.plumb.compile;

import dev.plumb.layer.Masks;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.LossReduction;
import dev.plumb.train.Prediction;
import dev.plumb.train.SampleLoss;
import java.util.Optional;

/** From the values of the samples of a batch to its loss, as Keras reduces them. */
final class BatchLoss {
    /** Keras' own. */
    private static final float EPSILON = 1e-7f;

    private BatchLoss() {}

    /** One value a sample that a weight may be given to: the values themselves, or each example if they are one number. */
    static ArrayType samples(Var values, Prediction prediction) {
        return values.rank() > 0
                ? values.type()
                : ArrayType.float32(prediction.value().size(0));
    }

    /**
     * The loss of a batch, a scalar.
     *
     * @param weights of {@link #samples}
     * @param share which part of a batch it is: the mean over the losses of the parts is that of the batch, if {@link #isMean}
     */
    static Var of(SampleLoss loss, Prediction prediction, Var target, Var values, Optional<Var> weights, Share share) {
        Optional<Var> counted = both(valid(values, prediction), loss.counted(values, target));
        Optional<Var> factors = both(counted, weights);
        Var weighted = factors.map(values::times).orElse(values);
        return switch (loss.reduction()) {
            case SUM -> weighted.sum();
            case MEAN_WITH_SAMPLE_WEIGHT ->
                factors.map(sum -> mean(weighted, share.mean(sum.sum()))).orElseGet(weighted::mean);
            case SUM_OVER_BATCH_SIZE ->
                counted.map(mask ->
                                weighted.sum().dividedBy(share.mean(mask.sum()).plus(EPSILON / share.count())))
                        .orElseGet(weighted::mean);
        };
    }

    /** Whether that is the mean over the losses of equally large parts of the batch. What a loss of users does with a batch is not known. */
    static boolean isMean(SampleLoss loss, Var values) {
        return values.rank() > 0
                && loss.isOfSamples()
                && loss.function().isPresent()
                && loss.reduction() != LossReduction.SUM;
    }

    /** 0 where no sample has a weight. */
    private static Var mean(Var weighted, Var weight) {
        return weighted.sum().dividedBy(weight.where(weight.notEqualTo(0), 1));
    }

    private static Optional<Var> both(Optional<Var> one, Optional<Var> other) {
        return one.map(first -> other.map(first::times).orElse(first)).or(() -> other);
    }

    /** 1 for samples that count, if there is a mask: one over (batch, time) holds for all samples of a step. */
    static Optional<Var> valid(Var values, Prediction prediction) {
        return prediction
                .mask()
                .filter(mask -> mask.rank() <= values.rank()
                        && mask.shape().equals(values.shape().subList(0, mask.rank())))
                .map(mask -> Masks.over(mask, values.shape()));
    }
}
