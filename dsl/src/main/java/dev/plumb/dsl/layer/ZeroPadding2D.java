package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ZeroPaddingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Zeros around an image: (height, width, channels) to (top + height + bottom, left + width + right, channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ZeroPadding2D {
    /** Rows and columns of zeros: one number for all four sides, {@code {height, width}} for both sides of each axis, or {@code {top, bottom, left, right}}. */
    int[] value() default {1, 1};

    /** What only {@link ZeroPadding2D} knows of its family: the number of its axes. */
    interface Rule extends ZeroPaddingSpec, ZeroPadding2DAttributes {
        @Override
        default int axes() {
            return 2;
        }
    }
}
