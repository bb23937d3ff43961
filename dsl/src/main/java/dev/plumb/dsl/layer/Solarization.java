package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, adds a random number to each image and inverts all that is not below a random threshold, as film does that gets too much light: 255 - x. Otherwise
 * passes images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Solarization {
    /**
     * What the number that is added lies between, from 0 to 1; f alone stands for 0 and f. The upper bound is a share of the range of numbers; the lower one is, as in
     * Keras, a number of images from 0 to 255.
     */
    double[] additionFactor() default 0;

    /** What the threshold lies between, as the number that is added. Where it is 0 all is inverted. */
    double[] thresholdFactor() default 0;

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link Solarization} knows of its family: its factors. */
    interface Rule extends RangedImageSpec, SolarizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "additionFactor", additionFactor(), 0, 1);
            Bounds.check(checks, "thresholdFactor", thresholdFactor(), 0, 1);
            RangedImageSpec.super.validate(checks);
        }
    }
}
