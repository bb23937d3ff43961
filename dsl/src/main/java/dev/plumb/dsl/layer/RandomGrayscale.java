package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ColoredImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, takes the colours of some images: 0.2989 red + 0.587 green + 0.114 blue in all channels. Otherwise passes images through. Images of one channel are
 * gray already. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomGrayscale {
    /** The share of images that become gray, from 0 to 1. */
    double value() default 0.5;

    /** What only {@link RandomGrayscale} knows of its family: its share, and that images may be gray. */
    interface Rule extends ColoredImageSpec, RandomGrayscaleAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.fraction("value", value());
        }

        @Override
        default boolean takesGray() {
            return true;
        }
    }
}
