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
 * In training, shows more or less of each image by a random share, around its centre: of 0.2 it shows 1.2 times its height, smaller, of -0.2 it shows 0.8 times its
 * height, larger. Otherwise passes images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomZoom {
    /** The bounds of the share of its height, from above -1 to 1; f alone stands for -f and f. */
    double[] heightFactor();

    /** The bounds of the share of its width, as those of its height; {@code {}}: the share that was drawn for its height, which keeps the aspect ratio. */
    double[] widthFactor() default {};

    /** What lies around an image: REFLECT, EDGE or FILL_VALUE. The mode {@code wrap} of Keras is not there. */
    FillMode fillMode() default FillMode.REFLECT;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** The number around an image with {@link FillMode#FILL_VALUE}. */
    double fillValue() default 0;

    /** What only {@link RandomZoom} knows of its family: its bounds. */
    interface Rule extends ImageMotionSpec, RandomZoomAttributes {
        /** The least share: of -1 all pixels would be one. */
        double LEAST = -0.999;

        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "heightFactor", heightFactor(), LEAST, 1);
            if (!widthFactor().isEmpty()) {
                Bounds.check(checks, "widthFactor", widthFactor(), LEAST, 1);
            }
            ImageMotionSpec.super.validate(checks);
        }
    }
}
