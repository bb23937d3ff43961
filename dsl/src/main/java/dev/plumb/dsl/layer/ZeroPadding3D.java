package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ZeroPaddingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Zeros around a volume: (depth, height, width, channels) to (front + depth + back, top + height + bottom, left + width + right,
 * channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ZeroPadding3D {
    /** Layers of zeros: one number for all six sides, {@code {depth, height, width}} for both sides of each axis, or
     * {@code {front, back, top, bottom, left, right}}. */
    int[] value() default 1;

    /** What only {@link ZeroPadding3D} knows of its family: the number of its axes. */
    interface Rule extends ZeroPaddingSpec, ZeroPadding3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
