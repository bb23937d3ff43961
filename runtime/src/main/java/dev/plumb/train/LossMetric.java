package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Optional;

/** The mean of a loss over samples. Targets take the form that a loss of the language takes, as they are those of the loss that the output is trained by. */
record LossMetric(SampleLoss loss) implements TrainingMetric {
    @Override
    public String label() {
        return loss.name();
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }

    @Override
    public Optional<Loss.Spec> statedLoss() {
        return loss.stated();
    }

    @Override
    public boolean isOfSamples() {
        return loss.function().isPresent() && loss.isOfSamples();
    }

    private MeanMetric mean() {
        return new MeanMetric(
                label(),
                (prediction, target) -> loss.perSample(prediction, form(prediction, target)),
                MeanMetric.Kind.MEAN,
                direction(),
                Optional.empty());
    }

    private Var form(Prediction prediction, Var target) {
        if (loss.function().isEmpty()) {
            return target;
        }
        if (!loss.hasSparseTargets()) {
            return Targets.likeOutput(prediction, target);
        }
        return loss.function().get().isCategorical() ? Targets.classes(prediction, target) : target;
    }

    @Override
    public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
        return mean().sums(prediction, target, weights);
    }

    @Override
    public double result(List<double[]> sums) {
        return mean().result(sums);
    }
}
