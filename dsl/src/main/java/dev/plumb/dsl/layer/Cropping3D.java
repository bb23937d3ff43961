package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.CroppingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Cuts the sides off a volume: (depth, height, width, channels) to (depth - front - back, height - top - bottom, width - left - right,
 * channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Cropping3D {
    /** Layers to cut off: one number for all six sides, {@code {depth, height, width}} for both sides of each axis, or
     * {@code {front, back, top, bottom, left, right}}. */
    int[] value() default 1;

    /** What only {@link Cropping3D} knows of its family: the number of its axes. */
    interface Rule extends CroppingSpec, Cropping3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
