package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.AdaptivePoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest element of each of so many windows over time, which cover the input evenly, whatever its size: (time, channels) to
 * (time', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AdaptiveMaxPooling1D {
    /** The number of steps of the result. */
    int[] outputSize();

    /** What only {@link AdaptiveMaxPooling1D} knows of its family: the number of its axes. */
    interface Rule extends AdaptivePoolingSpec, AdaptiveMaxPooling1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
