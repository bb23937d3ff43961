package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.NoiseShapeSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** In training, sets each element with probability {@code value} to what {@code SELU} gives for large negative numbers, then scales and shifts all so that mean
 * and variance stay what they were (Klambauer et al. 2017); otherwise passes its input through. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AlphaDropout {
    /** The probability of dropping an element, at least 0 and below 1. */
    double value();

    /** Where an axis is 1 one decision holds for the whole axis, where it is -1 each element has its own; without the batch axis. Empty: all on their own. */
    int[] noiseShape() default {};

    /** What only {@link AlphaDropout} knows of its family: its attributes. */
    interface Rule extends NoiseShapeSpec, AlphaDropoutAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.fractionBelowOne("value", value()); // of 1 the scale would be infinite
        }
    }
}
