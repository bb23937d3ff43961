package dev.plumb.dsl.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.VariedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, varies images as a random choice of {@link RandomShear}, {@link RandomTranslation}, {@link RandomRotation}, {@link RandomBrightness}, {@link
 * RandomColorDegeneration}, {@link RandomContrast}, {@link RandomSharpness}, {@link RandomPosterization}, {@link Solarization}, {@link AutoContrast} and {@link
 * Equalization} do, one after the other (Cubuk et al. 2019); otherwise passes images through. As in Keras 3.15, all images of a batch have the same choice, each by
 * amounts of its own, and what is chosen twice has the same amounts twice. A step computes all of them, whichever are chosen. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandAugment {
    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** How many are chosen for each batch. */
    int numOps() default 2;

    /**
     * The bounds of how strongly images are varied, from 0 to 1: of each factor of these layers but for posterization, which keeps fewer than 8 times the upper bound
     * of the bits, one at least. f alone stands for 0 and f.
     */
    double[] factor() default 0.5;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** What only {@link RandAugment} knows of its family: how many it chooses. */
    interface Rule extends VariedImageSpec, RandAugmentAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("numOps", numOps());
            VariedImageSpec.super.validate(checks);
        }
    }
}
