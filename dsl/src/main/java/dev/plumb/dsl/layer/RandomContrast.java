package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, multiplies by a random factor how far the numbers of each image are from the mean of their channel, and cuts off what is outside of their range;
 * otherwise passes images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomContrast {
    /**
     * How far the factor may be below and above 1, from 0 to 1; f alone stands for both. (Keras 3.15 takes 1 as the least factor where one number is
     * given, in spite of its documentation, and sorts two.)
     */
    double[] value();

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomContrast} knows of its family: its ranges. */
    interface Rule extends RangedImageSpec, RandomContrastAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(
                    (value().size() == 1 || value().size() == 2)
                            && value().stream().allMatch(share -> share >= 0 && share <= 1),
                    "value",
                    value(),
                    "one number or two, between 0 and 1");
            RangedImageSpec.super.validate(checks);
        }
    }
}
