package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import java.util.Optional;

/** What training minimises on an output, in ops: one value a sample. {@link Losses} has those of Keras, and makes one of a lambda. */
public interface SampleLoss {

    /** The name in messages, as Keras spells it. */
    String name();

    /** Whether targets are whole numbers, such as class indices (int32, most often without the output's last axis), rather than arrays of the output's shape. */
    boolean hasSparseTargets();

    /**
     * The shape of the targets, without the axis of examples.
     *
     * @param output that of the output, without the axis of examples
     */
    default Shape targetShape(Shape output) {
        return hasSparseTargets() ? new Shape(output.dims().subList(0, Math.max(0, output.rank() - 1))) : output;
    }

    /** The number of classes, for a loss whose targets are class indices: these are less than it. */
    default Dim classes(Shape output) {
        return output.last();
    }

    /** How the language states it, if it can: then it is known which outputs it fits. */
    default Optional<Loss.Spec> stated() {
        return Optional.empty();
    }

    /** Which loss of the language it is, if it is one: then it is known what numbers its targets may be. */
    default Optional<LossFunction> function() {
        return stated().map(Loss.Spec::value);
    }

    /**
     * One value a sample: the last axis of the output is gone. The trainer averages them. A scalar if the loss is of a batch as a whole.
     *
     * @param target of {@link #targetShape}
     */
    Var perSample(Prediction prediction, Var target);

    /**
     * 1 for values that count, 0 for others, if the loss leaves some out by itself.
     *
     * @param values what {@link #perSample} gave
     */
    default Optional<Var> counted(Var values, Var target) {
        return Optional.empty();
    }

    /** The class index that {@link #counted} leaves out, whatever it is. */
    default Optional<Integer> ignoredClass() {
        return Optional.empty();
    }

    /** Whether each value of {@link #perSample} is of one example alone. */
    default boolean isOfSamples() {
        return true;
    }

    /**
     * Whether the loss of a batch is the mean over its parts. If not, evaluation takes whole batches only. What is left out counts differently in each
     * part, and so do weights that are divided by.
     */
    default boolean isMeanOfParts() {
        return isOfSamples() && ignoredClass().isEmpty() && reduction() == LossReduction.SUM_OVER_BATCH_SIZE;
    }

    /** How the values of a batch become one. */
    default LossReduction reduction() {
        return LossReduction.SUM_OVER_BATCH_SIZE;
    }

    /** The same loss with another reduction. To be called last: the options of a loss are not those of what it gives. */
    default SampleLoss reduced(LossReduction reduction) {
        return new ReducedLoss(this, reduction);
    }
}
