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

/** In training, turns the colours of each image around the colour circle by a random angle, either way; otherwise passes images through. No weights. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomHue {
    /** The bounds of the angle in half turns, from 0 to 1; f alone stands for 0 and f. */
    double[] value();

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomHue} knows of its family: its bounds. */
    interface Rule extends ColoredImageSpec, RangedImageSpec, RandomHueAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), 0, 1);
            RangedImageSpec.super.validate(checks);
        }
    }
}
