package dev.plumb.dsl.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.rule.PoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The mean of each window over depth, height and width: (depth, height, width, channels) to
 * (depth', height', width', channels). With {@link Padding#SAME} what surrounds the input does not count. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AveragePooling3D {
    /** Depth, height and width of the window, or one size for all. */
    int[] poolSize();

    /** Steps of the window, or one for all axes; empty: the window's size. */
    int[] strides() default {};

    /** What surrounds the input. */
    Padding padding() default Padding.VALID;

    /** What only {@link AveragePooling3D} knows of its family: the number of its axes. */
    interface Rule extends PoolingSpec, AveragePooling3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
