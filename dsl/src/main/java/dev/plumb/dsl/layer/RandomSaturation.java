package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.ColoredImageSpec;
import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, multiplies the saturation of each image, of hue, saturation and value, by f / (1 - f) for a random f; otherwise passes images through. No weights. Drops
 * a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomSaturation {
    /**
     * The bounds of f, from -1 to 1: at 0 an image is gray, at 0.5 unchanged, near 1 as colourful as can be. As in Keras 3.15, and in spite of its documentation, f alone
     * stands for -f and f, and what is below 0 is gray too: state two.
     */
    double[] value();

    /**
     * What the saturation is cut off at, as Keras 3.15 does: it lies between 0 and 1 whatever the numbers of an image are, so only {@code {0, 1}} keeps colours within those
     * that there are.
     */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomSaturation} knows of its family: its bounds. */
    interface Rule extends ColoredImageSpec, RangedImageSpec, RandomSaturationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), -1, 1);
            RangedImageSpec.super.validate(checks);
        }
    }
}
