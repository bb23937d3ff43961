package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.CroppingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Cuts the sides off an image: (height, width, channels) to (height - top - bottom, width - left - right, channels). Drops a
 * mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Cropping2D {
    /** Rows and columns to cut off: one number for all four sides, {@code {height, width}} for both sides of each axis, or {@code {top, bottom, left, right}}. */
    int[] value() default {0, 0};

    /** What only {@link Cropping2D} knows of its family: the number of its axes. */
    interface Rule extends CroppingSpec, Cropping2DAttributes {
        @Override
        default int axes() {
            return 2;
        }
    }
}
