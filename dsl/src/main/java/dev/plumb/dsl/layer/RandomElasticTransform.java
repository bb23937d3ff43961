package dev.plumb.dsl.layer;

import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.ImageMotionSpec;
import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, moves each pixel of some images by a random length that changes smoothly from pixel to pixel (Simard et al. 2003); otherwise passes images through. As in
 * Keras 3.15, a pixel moves as far along its column as along its row. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomElasticTransform {
    /** The bounds of the probability, drawn for each image, from 0 to 1; f alone stands for 0 and f, so that f / 2 of all images are changed. */
    double[] value() default 1;

    /**
     * The bounds of the strength, drawn for all images of a batch, from 0 to 1; f alone stands for 0 and f. At 1, lengths are smoothed by a Gaussian of a twentieth of the
     * smaller side, and are this deviation times a tenth of the larger side times a random number.
     */
    double[] scale() default 1;

    /** What lies around an image: REFLECT (here dcb|abcd|dcba, as in Keras 3.15), EDGE or FILL_VALUE. The mode {@code wrap} of Keras is not there. */
    FillMode fillMode() default FillMode.REFLECT;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** The number around an image with {@link FillMode#FILL_VALUE}. */
    double fillValue() default 0;

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomElasticTransform} knows of its families: its bounds. */
    interface Rule extends ImageMotionSpec, RangedImageSpec, RandomElasticTransformAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), 0, 1);
            Bounds.check(checks, "scale", scale(), 0, 1);
            ImageMotionSpec.super.validate(checks);
            RangedImageSpec.super.validate(checks);
        }
    }
}
