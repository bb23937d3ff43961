package dev.plumb.dsl.layer;

import dev.plumb.dsl.FlipMode;
import dev.plumb.graph.rule.ImageSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, mirrors each image or does not, both equally likely; otherwise passes images through. (Keras 3.15 draws HORIZONTAL_AND_VERTICAL once for both:
 * it turns an image around or leaves it.) No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomFlip {
    /** How images are mirrored. */
    FlipMode value() default FlipMode.HORIZONTAL_AND_VERTICAL;

    /** What only {@link RandomFlip} knows of its family: its attributes. */
    interface Rule extends ImageSpec, RandomFlipAttributes {}
}
