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
import java.util.ArrayList;
import java.util.List;

/**
 * In training, varies images as {@link RandomBrightness}, {@link RandomContrast}, {@link RandomSaturation} and {@link RandomHue} do, in this order; otherwise passes
 * images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomColorJitter {
    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** As the value of {@link RandomBrightness}; {@code {}}: the brightness stays. */
    double[] brightnessFactor() default {};

    /** As the value of {@link RandomContrast}; {@code {}}: the contrast stays. */
    double[] contrastFactor() default {};

    /** As the value of {@link RandomSaturation}; {@code {}}: the saturation stays. */
    double[] saturationFactor() default {};

    /** As the value of {@link RandomHue}; {@code {}}: the hue stays. */
    double[] hueFactor() default {};

    /** What only {@link RandomColorJitter} knows of its family: its bounds, and that colours are needed where they change. */
    interface Rule extends ColoredImageSpec, RangedImageSpec, RandomColorJitterAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.checkIfAny(checks, "brightnessFactor", brightnessFactor(), -1, 1);
            Bounds.checkIfAny(checks, "contrastFactor", contrastFactor(), 0, 1);
            Bounds.checkIfAny(checks, "saturationFactor", saturationFactor(), -1, 1);
            Bounds.checkIfAny(checks, "hueFactor", hueFactor(), 0, 1);
            RangedImageSpec.super.validate(checks);
        }

        @Override
        default boolean usesColors() {
            return !colorAttributes().isEmpty();
        }

        @Override
        default List<String> colorAttributes() {
            List<String> attributes = new ArrayList<>();
            if (!saturationFactor().isEmpty()) {
                attributes.add("saturationFactor");
            }
            if (!hueFactor().isEmpty()) {
                attributes.add("hueFactor");
            }
            return attributes;
        }
    }
}
