package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.ops.Var;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * A loss of an output and a target alone.
 *
 * @param formula one value a sample, of the output and the target
 * @param isOfSamples as the method
 */
record SimpleLoss(LossFunction value, boolean isOfSamples, BinaryOperator<Var> formula) implements SampleLoss {
    SimpleLoss(LossFunction value, BinaryOperator<Var> formula) {
        this(value, true, formula);
    }

    @Override
    public String name() {
        return value.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return value.hasSparseTargets();
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return Optional.of(Loss.Spec.of(value));
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        return formula.apply(prediction.value(), target);
    }
}
