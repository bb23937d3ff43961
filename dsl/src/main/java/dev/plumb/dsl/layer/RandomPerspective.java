package dev.plumb.dsl.layer;

import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.ImageMotionSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, shows some images as if they were seen from aside: moves their corners by random shares, but for the upper left one, which Keras 3.15 leaves where it is.
 * Otherwise passes images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomPerspective {
    /** The bounds of the probability, drawn for each image, from 0 to 1; f alone stands for 0 and f, so that f / 2 of all images are seen from aside. */
    double[] value() default 1;

    /** How far corners move, from 0 to 1: by up to half of it, as a share of the height and the width. */
    double scale() default 1;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** The number around an image. */
    double fillValue() default 0;

    /** What only {@link RandomPerspective} knows of its family: its bounds, and that there is a number around its images. */
    interface Rule extends ImageMotionSpec, RandomPerspectiveAttributes {
        @Override
        default FillMode fillMode() {
            return FillMode.FILL_VALUE;
        }

        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), 0, 1);
            checks.fraction("scale", scale());
            ImageMotionSpec.super.validate(checks);
        }
    }
}
