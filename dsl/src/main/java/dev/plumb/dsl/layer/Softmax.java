package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.rule.OverAxesSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/** {@code e^x / Σe^x} over some axes: positive numbers with a sum of 1. Keeps the shape. With a mask, what it excludes becomes 0 and counts for nothing, also where
 * nothing else is left; the mask of the steps that travels with the input is kept. A mask that is given is one of the steps, or one of the elements in the shape of the input:
 * {@code @Softmax Vec weights(Vec scores, @From("valid") Vec mask)}. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Softmax {
    /** The axes to add up over, counted with the batch axis as 0, or all from the end. */
    int[] axis() default -1;

    /** What only {@link Softmax} knows of its family: how it uses a mask. */
    interface Rule extends OverAxesSpec, SoftmaxAttributes {
        @Override
        default boolean usesMask() {
            return true;
        }

        @Override
        default boolean masksElements() {
            return true;
        }

        /** Over the last axis it is what a loss over classes expects. */
        @Override
        default Optional<ActivationFunction> finalActivation() {
            return axis().equals(List.of(-1)) ? Optional.of(ActivationFunction.SOFTMAX) : Optional.empty();
        }
    }
}
