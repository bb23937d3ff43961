package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.GlobalPoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest element over time: (time, channels) to (channels). Ignores a mask that travels with its input, as in Keras: padded steps count as
 * any other. An input {@code mask} is used: the largest of the valid steps, {@code -Float.MAX_VALUE} where there are none.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalMaxPooling1D {
    /** Whether time stays as an axis of size 1. */
    boolean keepdims() default false;

    /** What only {@link GlobalMaxPooling1D} knows of its family: the number of its axes. */
    interface Rule extends GlobalPoolingSpec, GlobalMaxPooling1DAttributes {
        @Override
        default int axes() {
            return 1;
        }

        @Override
        default boolean usesGivenMask() {
            return true;
        }
    }
}
