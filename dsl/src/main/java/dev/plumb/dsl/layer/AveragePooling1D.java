package dev.plumb.dsl.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.rule.PoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The mean of each window over time: (time, channels) to (time', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AveragePooling1D {
    /** The steps that a window covers. */
    int[] poolSize();

    /** How far the window moves; empty: by its own size. */
    int[] strides() default {};

    /** What surrounds the input; it does not count. */
    Padding padding() default Padding.VALID;

    /** What only {@link AveragePooling1D} knows of its family: the number of its axes. */
    interface Rule extends PoolingSpec, AveragePooling1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
