package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.UpSamplingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Repeats each cell of a volume along all three axes: (depth, height, width, channels) to (depth · factor, height · factor, width · factor,
 * channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface UpSampling3D {
    /** The factors of depth, height and width, or one for all. */
    int[] value() default 2;

    /** What only {@link UpSampling3D} knows of its family: the number of its axes. */
    interface Rule extends UpSamplingSpec, UpSampling3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
