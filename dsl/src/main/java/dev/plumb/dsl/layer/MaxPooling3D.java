package dev.plumb.dsl.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.rule.PoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest element of each window over depth, height and width: (depth, height, width, channels) to
 * (depth', height', width', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MaxPooling3D {
    /** Depth, height and width of the window, or one size for all. */
    int[] poolSize() default 2;

    /** Steps of the window, or one for all axes; empty: the window's size. */
    int[] strides() default {};

    /** What surrounds the input. */
    Padding padding() default Padding.VALID;

    /** What only {@link MaxPooling3D} knows of its family: the number of its axes. */
    interface Rule extends PoolingSpec, MaxPooling3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
