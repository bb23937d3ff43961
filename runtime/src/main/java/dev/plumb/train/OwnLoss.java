package dev.plumb.train;

import dev.plumb.ops.Var;
import java.util.Objects;
import java.util.function.BinaryOperator;

/** A loss that is a lambda. */
record OwnLoss(String name, boolean hasSparseTargets, BinaryOperator<Var> formula) implements SampleLoss {
    OwnLoss {
        Objects.requireNonNull(name, "the name of the loss is null");
        Objects.requireNonNull(formula, "the formula of the loss is null");
    }

    /** Nothing is known of it: it may compare the examples of a batch. */
    @Override
    public boolean isOfSamples() {
        return false;
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        return Objects.requireNonNull(
                formula.apply(prediction.value(), target), () -> "the loss '" + name + "' gave null");
    }
}
