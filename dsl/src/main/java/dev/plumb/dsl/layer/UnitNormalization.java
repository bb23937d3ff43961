package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.OverAxesSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Divides each example by its length over some axes, {@code x / √Σx²}, so that its length there is 1; what is 0 stays 0. Keeps shape and mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface UnitNormalization {
    /** The axes to measure along, counted with the batch axis as 0, or all from the end. */
    int[] axis() default -1;

    /** What only {@link UnitNormalization} knows of its family: nothing more. */
    interface Rule extends OverAxesSpec, UnitNormalizationAttributes {}
}
