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
 * In training, moves each image by a random share towards what it is without colours: 0.2989 red + 0.587 green + 0.114 blue. Otherwise passes images through. No
 * weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomColorDegeneration {
    /** The bounds of the share, from -1 to 1: at 1 an image is gray, at 0 unchanged, below 0 more colourful; f alone stands for -f and f. */
    double[] value();

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomColorDegeneration} knows of its family: its bounds. */
    interface Rule extends ColoredImageSpec, RangedImageSpec, RandomColorDegenerationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), -1, 1);
            RangedImageSpec.super.validate(checks);
        }
    }
}
