package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** In training, inverts some images: the largest number of an image minus each of its numbers; otherwise passes images through. No weights. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomInvert {
    /** The bounds of the probability, drawn for each image, from 0 to 1; f alone stands for 0 and f, so that f / 2 of all images are inverted. */
    double[] value() default 1;

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomInvert} knows of its family: its bounds. */
    interface Rule extends RangedImageSpec, RandomInvertAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), 0, 1);
            RangedImageSpec.super.validate(checks);
        }
    }
}
