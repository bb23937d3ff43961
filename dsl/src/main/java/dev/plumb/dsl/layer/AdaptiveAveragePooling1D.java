package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.AdaptivePoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The mean of each of so many windows over time, which cover the input evenly, whatever its size: (time, channels) to
 * (time', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AdaptiveAveragePooling1D {
    /** The number of steps of the result. */
    int[] outputSize();

    /** What only {@link AdaptiveAveragePooling1D} knows of its family: the number of its axes. */
    interface Rule extends AdaptivePoolingSpec, AdaptiveAveragePooling1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
