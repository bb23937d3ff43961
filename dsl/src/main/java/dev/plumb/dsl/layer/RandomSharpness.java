package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, sharpens or blurs each image: a random share of the difference between it and a mean of each pixel (5 / 13) and its eight neighbours (1 / 13 each; 0
 * around the image) is added or taken away. Otherwise passes images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomSharpness {
    /** The bounds of a factor from 0 (blurred) over 0.5 (unchanged) to 1 (sharpened); f alone stands for 0 and f. */
    double[] value();

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomSharpness} knows of its family: its bounds. */
    interface Rule extends RangedImageSpec, RandomSharpnessAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), 0, 1);
            RangedImageSpec.super.validate(checks);
        }
    }
}
