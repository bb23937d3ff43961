package dev.plumb.dsl.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.rule.PoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest element of each window over time: (time, channels) to (time', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MaxPooling1D {
    /** The steps that a window covers. */
    int[] poolSize() default 2;

    /** How far the window moves; empty: by its own size. */
    int[] strides() default {};

    /** What surrounds the input. */
    Padding padding() default Padding.VALID;

    /** What only {@link MaxPooling1D} knows of its family: the number of its axes. */
    interface Rule extends PoolingSpec, MaxPooling1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
