package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.NoiseShapeSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** In training, sets each element to 0 with probability {@code value} and scales the others by 1 / (1 - value); otherwise passes its input
 * through. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dropout {
    /** The probability of dropping an element, between 0 and 1. */
    double value();

    /** Where an axis is 1 one decision holds for the whole axis, where it is -1 each element has its own; without the batch axis. Empty: all on their own. */
    int[] noiseShape() default {};

    /** What only {@link Dropout} knows of its family: nothing more. */
    interface Rule extends NoiseShapeSpec, DropoutAttributes {}
}
