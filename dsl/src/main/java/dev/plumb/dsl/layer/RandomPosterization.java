package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, keeps a random number of the highest bits of each image's numbers, as bytes from 0 to 255; otherwise passes images through. Numbers outside of the range
 * are cut off at it. No gradient. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomPosterization {
    /** The bounds of the number of bits, from 1 to 8, the upper one excluded unless they are equal, as in Keras 3.15; f alone stands for 1 and f. */
    int[] value();

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomPosterization} knows of its family: its bits. */
    interface Rule extends RangedImageSpec, RandomPosterizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            boolean areBounds = value().size() == 1 || (value().size() == 2 && value().get(0) <= value().get(1));
            checks.require(
                    areBounds && value().stream().allMatch(bits -> bits >= 1 && bits <= 8),
                    "value",
                    value(),
                    "one number or two, the smaller first, between 1 and 8");
            RangedImageSpec.super.validate(checks);
        }
    }
}
