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
 * In training, adds a random number to each image, a share of the range of its numbers, and cuts off what is outside of this range; otherwise passes images
 * through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomBrightness {
    /** The bounds of the share, from -1 (black) to 1 (white); f alone stands for -f and f. */
    double[] value();

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomBrightness} knows of its family: its ranges. */
    interface Rule extends RangedImageSpec, RandomBrightnessAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), -1, 1);
            RangedImageSpec.super.validate(checks);
        }
    }
}
