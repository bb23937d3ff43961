package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.GlobalPoolingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean over time: (time, channels) to (channels). Uses a mask: the mean over the valid steps only. The result has no mask.
 *
 * <p>Where a mask leaves no step, as of an empty text behind {@code @Embedding(maskZero = true)}, the mean is 0 / 0, NaN, as in Keras, and so is what follows
 * from it: the predictions for that example, and the loss of its batch. Give such texts a word that stands for nothing, or leave these examples out.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalAveragePooling1D {
    /** Whether time stays as an axis of size 1. */
    boolean keepdims() default false;

    /** What only {@link GlobalAveragePooling1D} knows of its family: the number of its axes. */
    interface Rule extends GlobalPoolingSpec, GlobalAveragePooling1DAttributes {
        @Override
        default int axes() {
            return 1;
        }

        @Override
        default boolean usesMask() {
            return true;
        }
    }
}
