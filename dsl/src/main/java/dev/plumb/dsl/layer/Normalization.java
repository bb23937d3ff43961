package dev.plumb.dsl.layer;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Brings each channel to mean 0 and variance 1 by what is known of the data: {@code (x - mean) / √variance}. Weights, none of them trained: mean,
 * variance and count, the number of values that these are of; they are 0, 1 and 0 until they are set. Keeps shape and mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Normalization {
    /** The axis that has a mean and a variance for each index, counted with the batch axis as 0 or from the end. */
    int axis() default -1;

    /** What only {@link Normalization} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, NormalizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.notBatchAxis("axis", axis());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.channels(inputs, axis(), "each of them has a mean of its own")
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(inputs.get(0)));
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Dim channels = inputs.get(0).shape().dim(Rules.axisOfShape(axis()));
            Shape shape = new Shape(List.of(channels));
            return List.of(
                    Weight.of("mean", shape, starting(Initializer.ZEROS)).notTrainable(),
                    Weight.of("variance", shape, starting(Initializer.ONES)).notTrainable(),
                    Weight.of("count", Shape.of(), starting(Initializer.ZEROS)).notTrainable());
        }

        private static Weight.Settings starting(Initializer value) {
            return Weight.Settings.of("", Init.Spec.of(value));
        }
    }
}
