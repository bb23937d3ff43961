package dev.plumb.train;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Reduce;
import java.util.Optional;

/**
 * The losses of Keras 3. A cross-entropy on the result of a softmax or sigmoid works on the logits, as Keras with TensorFlow does: exact
 * where a probability rounds to 0 or 1.
 */
public final class Losses {
    /** Keras' epsilon: probabilities are kept this far from 0 and 1. */
    private static final float EPSILON = 1e-7f;

    private Losses() {}

    public static SampleLoss meanSquaredError() {
        return of(LossFunction.MEAN_SQUARED_ERROR);
    }

    public static SampleLoss meanAbsoluteError() {
        return of(LossFunction.MEAN_ABSOLUTE_ERROR);
    }

    public static SampleLoss binaryCrossentropy() {
        return of(LossFunction.BINARY_CROSSENTROPY);
    }

    public static SampleLoss categoricalCrossentropy() {
        return of(LossFunction.CATEGORICAL_CROSSENTROPY);
    }

    public static SampleLoss sparseCategoricalCrossentropy() {
        return of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY);
    }

    /** The loss of that name with Keras' defaults. */
    public static SampleLoss of(LossFunction function) {
        return of(Loss.Spec.of(function));
    }

    /** The loss that an {@code @Loss} states; its weight is the trainer's business. */
    public static SampleLoss of(Loss.Spec spec) {
        return new Stated(spec);
    }

    /** A loss of the language. */
    private record Stated(Loss.Spec spec) implements SampleLoss {

        @Override
        public String name() {
            return spec.value().label();
        }

        @Override
        public boolean hasSparseTargets() {
            return spec.value().hasSparseTargets();
        }

        @Override
        public Optional<Loss.Spec> stated() {
            return Optional.of(spec);
        }

        @Override
        public Var perSample(Prediction prediction, Var target) {
            return switch (spec.value()) {
                case MEAN_SQUARED_ERROR ->
                    meanOfLast(prediction.value().minus(target).square());
                case MEAN_ABSOLUTE_ERROR ->
                    meanOfLast(prediction.value().minus(target).abs());
                case BINARY_CROSSENTROPY -> meanOfLast(binary(prediction, target));
                case CATEGORICAL_CROSSENTROPY -> categorical(prediction, target);
                case SPARSE_CATEGORICAL_CROSSENTROPY ->
                    logProbabilities(prediction).pickLast(target).negated();
            };
        }

        private Var binary(Prediction prediction, Var target) {
            Var labels = smoothed(target, 2);
            if (spec.fromLogits() || prediction.activation() == ActivationFunction.SIGMOID) {
                Var logits = spec.fromLogits() ? prediction.value() : prediction.logits();
                return logits.softplus().minus(logits.times(labels));
            }
            Var probability = prediction.value().clip(EPSILON, 1 - EPSILON);
            Var ifOne = labels.times(probability.log());
            Var ifZero = labels.linear(-1, 1).times(probability.linear(-1, 1).log());
            return ifOne.plus(ifZero).negated();
        }

        private Var categorical(Prediction prediction, Var target) {
            Var labels = smoothed(target, target.size(-1));
            return labels.times(logProbabilities(prediction)).sum(-1).negated();
        }

        private Var smoothed(Var target, float classes) {
            float share = (float) spec.labelSmoothing();
            return share == 0 ? target : target.linear(1 - share, share / classes);
        }

        private Var logProbabilities(Prediction prediction) {
            if (spec.fromLogits()) {
                return prediction.value().logSoftmax(-1);
            }
            if (prediction.activation() == ActivationFunction.SOFTMAX) {
                return prediction.logits().logSoftmax(-1);
            }
            if (spec.value().hasSparseTargets()) {
                return prediction.value().clip(EPSILON, 1 - EPSILON).log().logSoftmax(-1);
            }
            Var sum = prediction.value().reduce(Reduce.Function.SUM, true, -1);
            return prediction.value().dividedBy(sum).clip(EPSILON, 1 - EPSILON).log();
        }

        private static Var meanOfLast(Var values) {
            return values.rank() == 1 ? values : values.mean(-1);
        }
    }
}
