package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.SizedImageSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, a part of each image from a random place, each place equally likely: (…, …, channels) to (height, width, channels); otherwise its middle, as of
 * {@link CenterCrop}. An image with fewer rows or columns than that is resized as {@link CenterCrop} does it, also in training. (Keras 3.15 draws one place for a
 * batch, and passes images through with the size that they have otherwise.) No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomCrop {
    /** The number of rows of the result. */
    int height();

    /** The number of columns of the result. */
    int width();

    /** What only {@link RandomCrop} knows of its family: nothing more. */
    interface Rule extends SizedImageSpec, RandomCropAttributes {}
}
