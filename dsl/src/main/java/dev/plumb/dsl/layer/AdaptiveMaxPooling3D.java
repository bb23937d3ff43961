package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.AdaptivePoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest element of each of so many windows over depth, height and width, which cover the input evenly, whatever its size: (depth, height, width, channels) to
 * (depth', height', width', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AdaptiveMaxPooling3D {
    /** Depth, height and width of the result, or one size for all. */
    int[] outputSize();

    /** What only {@link AdaptiveMaxPooling3D} knows of its family: the number of its axes. */
    interface Rule extends AdaptivePoolingSpec, AdaptiveMaxPooling3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
