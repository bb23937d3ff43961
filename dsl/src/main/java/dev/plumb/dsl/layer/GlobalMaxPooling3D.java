package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.GlobalPoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest element over depth, height and width: (depth, height, width, channels) to (channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalMaxPooling3D {
    /** Whether depth, height and width stay as axes of size 1. */
    boolean keepdims() default false;

    /** What only {@link GlobalMaxPooling3D} knows of its family: the number of its axes. */
    interface Rule extends GlobalPoolingSpec, GlobalMaxPooling3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
