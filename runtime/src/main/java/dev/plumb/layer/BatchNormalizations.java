package dev.plumb.layer;

import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.BatchNormalization;
import dev.plumb.ops.op.BatchNormalizationBackward;
import dev.plumb.ops.op.BatchNormalizationTraining;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Normalization by the moments of a batch in training, and by those that have moved otherwise. The parts of a divided batch tell each other their moments. */
final class BatchNormalizations {
    /** Keras adds this to the number of valid steps, so that a batch of padding only does not divide by 0. */
    private static final float COUNT_EPSILON = 1e-7f;

    private final LayerContext context;
    private final float epsilon;
    private final float momentum;
    private final Var gamma;
    private final Var beta;
    private final Optional<Renormalization> renormalization;

    /** What normalized values are multiplied by, and what is added to them. */
    record Affine(Var scale, Var shift) {}

    private BatchNormalizations(BatchNormalizationLayer spec, LayerContext context, Var x) {
        this.context = context;
        this.epsilon = (float) spec.epsilon();
        this.momentum = (float) spec.momentum();
        ArrayType channels = ArrayType.float32(x.size(-1));
        this.gamma = spec.scale() ? context.weight("gamma") : x.recorder().fill(channels, 1);
        this.renormalization = spec.renorm() ? Optional.of(new Renormalization(spec, context)) : Optional.empty();
        this.beta = spec.center() ? context.weight("beta") : x.recorder().fill(channels, 0);
    }

    static Var batchNormalization(BatchNormalizationLayer spec, LayerContext context, Var x) {
        int axis = x.type().axis(spec.axis());
        int last = x.rank() - 1;
        Integer[] swap = IntStream.range(0, x.rank()).boxed().toArray(Integer[]::new);
        swap[axis] = last;
        swap[last] = axis;
        Var channelsLast = axis == last ? x : x.transpose(swap);
        BatchNormalizations moments = new BatchNormalizations(spec, context, channelsLast);
        Var normalized = moments.normalized(channelsLast, () -> context.mask(0)
                .map(mask -> Masks.over(mask, x.shape()).transpose(swap)));
        return axis == last ? normalized : normalized.transpose(swap);
    }

    private Var normalized(Var x, Supplier<Optional<Var>> mask) {
        if (!context.training() || !context.trainable()) {
            Affine stated = new Affine(gamma, beta);
            return scaled(x, context.weight("moving_mean"), context.weight("moving_variance"), stated);
        }
        boolean isWhole = context.parts() == 1;
        return mask.get()
                .map(valid -> normalizedByValid(x, valid))
                .orElseGet(() -> isWhole ? normalizedByAll(x) : normalizedInPart(x));
    }

    private Var normalizedByAll(Var x) {
        if (renormalization.isPresent()) {
            List<Var> results = normalizedAlone(x);
            Affine affine = affine(results.get(1), results.get(2));
            move(results.get(1), results.get(2));
            return results.get(0).times(affine.scale()).plus(affine.shift());
        }
        List<Var> results = x.applyAll(new BatchNormalizationTraining(epsilon), gamma, beta);
        move(results.get(1), results.get(2));
        return results.get(0);
    }

    /** Without scale and shift, and its mean and variance. */
    private List<Var> normalizedAlone(Var x) {
        return x.applyAll(
                new BatchNormalizationTraining(epsilon),
                x.recorder().fill(gamma.type(), 1),
                x.recorder().fill(gamma.type(), 0));
    }

    /** What becomes of values that are normalized by these moments of a batch. */
    private Affine affine(Var mean, Var variance) {
        Affine stated = new Affine(gamma, beta);
        return renormalization
                .map(each -> each.corrected(stated, mean, variance))
                .orElse(stated);
    }

    /**
     * By the moments of all parts of the batch, which are equally large. What is normalized by the part's own moments is so by those of the batch with another
     * scale and shift; these depend on the moments, and the rest is the gradient of a normalization with them.
     */
    private Var normalizedInPart(Var x) {
        List<Var> own = normalizedAlone(x);
        Var ownMean = own.get(1);
        Var ownVariance = own.get(2);
        Var moments = context.ofAllParts(ownMean.concatenate(0, ownVariance));
        int channels = gamma.size(0);
        Var means = moments.slice(1, 0, channels);
        Var variances = moments.slice(1, channels, channels);
        Var mean = means.mean(0);
        Var variance = variances.plus(means.minus(mean).square()).mean(0);
        Affine affine = affine(mean, variance);
        move(mean, variance);
        Var factor = affine.scale().dividedBy(variance.plus(epsilon).sqrt());
        Var scale = factor.times(ownVariance.plus(epsilon).sqrt());
        Var shift = affine.shift().plus(ownMean.minus(mean).times(factor));
        BatchNormalizationBackward backward = new BatchNormalizationBackward(epsilon);
        return own.get(0)
                .times(scale)
                .plus(shift)
                .withGradient(
                        List.of(x, scale, shift),
                        gradient -> x.applyAll(backward, scale, ownMean, ownVariance, gradient));
    }

    /** By moments over the valid steps only. */
    private Var normalizedByValid(Var x, Var valid) {
        int[] axes = IntStream.range(0, x.rank() - 1).toArray();
        Var count = ofBatch(valid.sum(axes)).plus(COUNT_EPSILON);
        Var mean = ofBatch(x.times(valid).sum(axes)).dividedBy(count);
        Var variance = ofBatch(x.minus(mean).square().times(valid).sum(axes)).dividedBy(count);
        Affine affine = affine(mean, variance);
        move(mean, variance);
        return scaled(x, mean, variance, affine);
    }

    /** The sum over all parts of the batch. */
    private Var ofBatch(Var sum) {
        return context.parts() == 1 ? sum : context.ofAllParts(sum).sum(0);
    }

    private Var scaled(Var x, Var mean, Var variance, Affine affine) {
        if (x.recorder().origins().isKeptWhole() && x.rank() > 1) {
            return x.apply(new BatchNormalization(epsilon), affine.scale(), affine.shift(), mean, variance);
        }
        Var scale = affine.scale().dividedBy(variance.plus(epsilon).sqrt());
        return x.times(scale).plus(affine.shift().minus(mean.times(scale)));
    }

    private void move(Var mean, Var variance) {
        context.assign("moving_mean", moved(context.weight("moving_mean"), mean));
        if (renormalization.isPresent()) {
            renormalization.get().move(mean, variance, momentum);
        } else {
            context.assign("moving_variance", moved(context.weight("moving_variance"), variance));
        }
    }

    private Var moved(Var moving, Var ofBatch) {
        return moved(moving, ofBatch, momentum);
    }

    /** A share of what was, and the rest of what is. */
    static Var moved(Var moving, Var ofBatch, float kept) {
        return moving.times(kept).plus(ofBatch.times(1 - kept));
    }
}
