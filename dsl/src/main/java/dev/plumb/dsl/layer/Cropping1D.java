package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.CroppingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Cuts the ends off a sequence: (time, channels) to (time - left - right, channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Cropping1D {
    /** Steps to cut off: one number for both sides, or {@code {left, right}}. */
    int[] value() default 1;

    /** What only {@link Cropping1D} knows of its family: the number of its axes. */
    interface Rule extends CroppingSpec, Cropping1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
