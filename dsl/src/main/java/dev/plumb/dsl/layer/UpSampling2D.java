package dev.plumb.dsl.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.UpSamplingSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Enlarges an image by whole factors: (height, width, channels) to (height · factor, width · factor, channels).
 * Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface UpSampling2D {
    /** The factors of height and width, or one for both. */
    int[] value() default 2;

    /** How new pixels are made: NEAREST repeats each pixel, BILINEAR mixes the four around it. The others are not supported. */
    Interpolation interpolation() default Interpolation.NEAREST;

    /** What only {@link UpSampling2D} knows of its family: the number of its axes, and its interpolations. */
    interface Rule extends UpSamplingSpec, UpSampling2DAttributes {
        @Override
        default int axes() {
            return 2;
        }

        @Override
        default void validate(AttributeChecks checks) {
            UpSamplingSpec.super.validate(checks);
            checks.require(
                    interpolation() == Interpolation.NEAREST || interpolation() == Interpolation.BILINEAR,
                    "interpolation",
                    interpolation(),
                    "NEAREST or BILINEAR: the others are not supported yet");
        }
    }
}
