package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.GlobalPoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The mean over depth, height and width: (depth, height, width, channels) to (channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalAveragePooling3D {
    /** Whether depth, height and width stay as axes of size 1. */
    boolean keepdims() default false;

    /** What only {@link GlobalAveragePooling3D} knows of its family: the number of its axes. */
    interface Rule extends GlobalPoolingSpec, GlobalAveragePooling3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
