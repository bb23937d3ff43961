package dev.plumb.dsl.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.UpSamplingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Enlarges an image by whole factors: (height, width, channels) to (height · factor, width · factor, channels).
 * Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface UpSampling2D {
    /** The factors of height and width, or one for both. */
    int[] value() default 2;

    /** How new pixels are made: NEAREST repeats each pixel, the others mix those around it. */
    Interpolation interpolation() default Interpolation.NEAREST;

    /** What only {@link UpSampling2D} knows of its family: the number of its axes. */
    interface Rule extends UpSamplingSpec, UpSampling2DAttributes {
        @Override
        default int axes() {
            return 2;
        }
    }
}
