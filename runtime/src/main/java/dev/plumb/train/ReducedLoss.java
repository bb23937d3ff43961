package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import java.util.Objects;
import java.util.Optional;

/** A loss with another reduction. */
record ReducedLoss(SampleLoss loss, LossReduction reduction) implements SampleLoss {
    ReducedLoss {
        Objects.requireNonNull(reduction, "the reduction is null");
    }

    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public boolean hasSparseTargets() {
        return loss.hasSparseTargets();
    }

    @Override
    public Shape targetShape(Shape output) {
        return loss.targetShape(output);
    }

    @Override
    public Dim classes(Shape output) {
        return loss.classes(output);
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return loss.stated();
    }

    @Override
    public Optional<LossFunction> function() {
        return loss.function();
    }

    @Override
    public boolean isOfSamples() {
        return loss.isOfSamples();
    }

    @Override
    public Optional<Integer> ignoredClass() {
        return loss.ignoredClass();
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        return loss.perSample(prediction, target);
    }

    @Override
    public Optional<Var> counted(Var values, Var target) {
        return loss.counted(values, target);
    }

    @Override
    public SampleLoss reduced(LossReduction other) {
        return loss.reduced(other);
    }
}
