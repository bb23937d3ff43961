package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies the layer below it to each step of a sequence, with the same weights: (time, …) to (time, what the layer makes of a step).
 * {@code @TimeDistributed @Conv2D(filters = 8, kernelSize = 3) Volume frames(Volume video);}. Weights: those of the layer, under their
 * own names. Keeps a mask; the layer sees of it what belongs to each step.
 *
 * <p>In training, a layer that keeps statistics of its batch (BatchNormalization) sees the steps one after the other, each as a batch of
 * its own, as in Keras with a known number of steps.
 */
@Documented
@LayerAnnotation(wrapper = true)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface TimeDistributed {
    /** What only {@link TimeDistributed} knows: its shape rule and weights. */
    interface Rule extends WrapperSpec {
        @Override
        default void validate(AttributeChecks checks) {
            WrapperSpec.super.validate(checks);
            // a merge takes a list, also of one tensor: a step is none (Keras refuses it, too)
            boolean merges = layer().arity().maximum() == Integer.MAX_VALUE;
            checks.wraps(
                    layer().arity().accepts(1)
                            && !merges
                            && !(layer() instanceof PreprocessingSpec)
                            && layer().outputNames().size() == 1,
                    this,
                    "a layer of one input and one output");
            checks.require(
                    !layer().isStateful(),
                    "stateful",
                    true,
                    "false: a step is a whole sequence here, and no other step goes on from it");
        }

        @Override
        default String finalActivationAttribute() {
            return layer().finalActivationAttribute();
        }

        @Override
        default boolean isDropout() {
            return layer().isDropout();
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            Optional<Mismatch> wrong = Rules.rankAtLeast(inputs, 0, 2, "time, then the axes of a step");
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
            Inference inference = layer().infer(steps(inputs));
            if (inference instanceof Inference.Failure failure) {
                return Inference.failure(new Mismatch.InEachStep(failure.mismatch()));
            }
            Inference.Types step = (Inference.Types) inference;
            TensorType made = step.outputs().get(0);
            List<Dim> dims = new ArrayList<>(List.of(input.shape().dim(0)));
            dims.addAll(made.shape().dims());
            return Inference.type(new TensorType(new Shape(dims), made.dtype(), input.masked()))
                    .assuming(step.assumptions());
        }

        @Override
        default Count multiplyAdds(List<TensorType> inputs) {
            return layer().multiplyAdds(steps(inputs))
                    .times(Count.of(inputs.get(0).shape().dim(0)));
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            return layer().weights(steps(inputs));
        }

        private static List<TensorType> steps(List<TensorType> inputs) {
            return inputs.stream().map(TensorType::step).toList();
        }
    }
}
