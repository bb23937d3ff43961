package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.RangedImageSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stretches the numbers of each channel of each image over the whole range: its least becomes the least of the range, its largest the largest; a channel of one number
 * stays as it is; one with NaN becomes NaN, where TensorFlow passes over it. In training and otherwise. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AutoContrast {
    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What {@link AutoContrast} knows is what its family knows. */
    interface Rule extends RangedImageSpec, AutoContrastAttributes {}
}
