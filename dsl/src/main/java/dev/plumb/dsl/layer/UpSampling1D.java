package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.UpSamplingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Repeats each step: (time, channels) to (time · factor, channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface UpSampling1D {
    /** How often each step occurs in the result. */
    int[] value() default 2;

    /** What only {@link UpSampling1D} knows of its family: the number of its axes. */
    interface Rule extends UpSamplingSpec, UpSampling1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
