package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.SizedImageSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The middle of an image, also in training: (…, …, channels) to (height, width, channels). Of a margin of an odd size the smaller half is above and left. An image
 * with fewer rows or columns than that is resized instead, the largest part from its middle that has the aspect ratio of the result, bilinearly. No weights. Drops
 * a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CenterCrop {
    /** The number of rows of the result. */
    int height();

    /** The number of columns of the result. */
    int width();

    /** What only {@link CenterCrop} knows of its family: nothing more. */
    interface Rule extends SizedImageSpec, CenterCropAttributes {}
}
