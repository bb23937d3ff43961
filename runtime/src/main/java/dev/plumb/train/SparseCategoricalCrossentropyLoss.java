package dev.plumb.train;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.Crossentropies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Categorical cross-entropy of class indices. Made by {@link Losses#sparseCategoricalCrossentropy()}.
 *
 * @param fromLogits whether the output is logits
 * @param ignoredClass the index of positions that do not count, which need not be one of a class: -1, 255
 * @param axis of the classes, as in Keras: the batch is axis 0
 */
public record SparseCategoricalCrossentropyLoss(boolean fromLogits, Optional<Integer> ignoredClass, int axis)
        implements SampleLoss {

    /** Whether the output is logits: the loss applies the softmax itself. */
    public SparseCategoricalCrossentropyLoss fromLogits(boolean logits) {
        return new SparseCategoricalCrossentropyLoss(logits, ignoredClass, axis);
    }

    /** Leaves out positions with this index: they are 0 and do not count in the mean. */
    public SparseCategoricalCrossentropyLoss ignoreClass(int index) {
        return new SparseCategoricalCrossentropyLoss(fromLogits, Optional.of(index), axis);
    }

    /** Has the classes along another axis. */
    public SparseCategoricalCrossentropyLoss axis(int ofClasses) {
        return new SparseCategoricalCrossentropyLoss(fromLogits, ignoredClass, ofClasses);
    }

    @Override
    public String name() {
        return LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return true;
    }

    @Override
    public Shape targetShape(Shape output) {
        List<Dim> dims = new ArrayList<>(output.dims());
        dims.remove(classAxis(output));
        return new Shape(dims);
    }

    @Override
    public Dim classes(Shape output) {
        return output.dim(classAxis(output));
    }

    private int classAxis(Shape output) {
        return axis < 0 ? output.rank() + axis : axis - 1;
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return LossOptions.stated(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY, fromLogits, 0, axis);
    }

    @Override
    public Optional<LossFunction> function() {
        return Optional.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY);
    }

    @Override
    public boolean isOfSamples() {
        return LossOptions.isOfSamples(axis);
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        Crossentropies.Scores scores = LossOptions.scores(prediction, fromLogits, axis);
        return valid(target)
                .map(valid -> Crossentropies.sparse(
                                scores,
                                target.cast(DType.FLOAT32).where(valid, 0).cast(DType.INT32))
                        .where(valid, 0))
                .orElseGet(() -> Crossentropies.sparse(scores, target));
    }

    private Optional<Var> valid(Var target) {
        return ignoredClass.map(ignored -> target.cast(DType.FLOAT32).notEqualTo(ignored));
    }

    @Override
    public Optional<Var> counted(Var values, Var target) {
        return valid(target);
    }
}
