package dev.plumb.dsl.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.rule.PoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The mean of each window over height and width: (height, width, channels) to (height', width', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AveragePooling2D {
    /** Height and width of the window, or one size for both. */
    int[] poolSize();

    /** Steps of the window, or one for both axes; empty: the window's size. */
    int[] strides() default {};

    /** What surrounds the input; it does not count. */
    Padding padding() default Padding.VALID;

    /** What only {@link AveragePooling2D} knows of its family: the number of its axes. */
    interface Rule extends PoolingSpec, AveragePooling2DAttributes {
        @Override
        default int axes() {
            return 2;
        }
    }
}
