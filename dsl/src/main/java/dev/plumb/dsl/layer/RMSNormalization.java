package dev.plumb.dsl.layer;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.graph.rule.OverAxesSpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/** Divides each example by its root mean square over some axes, {@code scale · x / √(mean(x²) + epsilon)} (Zhang and Sennrich 2019). Weights: scale, of the sizes
 * of these axes, starting at 1. Drops a mask, as in Keras. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RMSNormalization {
    /** The axes to normalize over, counted with the batch axis as 0, or all from the end. */
    int[] axis() default -1;

    /** Added to the mean square. */
    double epsilon() default 1e-6;

    /** What only {@link RMSNormalization} knows of its family: its weights, and that it drops a mask. */
    interface Rule extends OverAxesSpec, RMSNormalizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.aboveZero("epsilon", epsilon());
            OverAxesSpec.super.validate(checks);
        }

        @Override
        default Optional<String> needsSizes() {
            return Optional.of("scale has that many elements");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return mismatch(inputs)
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(inputs.get(0).withMask(false)));
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Weight.Settings ones = Weight.Settings.of("", Init.Spec.of(Initializer.ONES));
            return List.of(Weight.of("scale", sizes(inputs), ones));
        }
    }
}
