package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ZeroPaddingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Zeros around a sequence: (time, channels) to (left + time + right, channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ZeroPadding1D {
    /** Steps of zeros: one number for both sides, or {@code {left, right}}. */
    int[] value() default 1;

    /** What only {@link ZeroPadding1D} knows of its family: the number of its axes. */
    interface Rule extends ZeroPaddingSpec, ZeroPadding1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
