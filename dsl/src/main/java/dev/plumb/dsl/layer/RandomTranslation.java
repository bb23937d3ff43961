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

/** In training, moves each image by a random share of its height and its width; otherwise passes images through. No weights. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomTranslation {
    /** The bounds of the share of its height, from -1 (up) to 1 (down); f alone stands for -f and f. */
    double[] heightFactor();

    /** The bounds of the share of its width, from -1 (to the left) to 1 (to the right); f alone stands for -f and f. */
    double[] widthFactor();

    /** What lies around an image: REFLECT, EDGE or FILL_VALUE. The mode {@code wrap} of Keras is not there. */
    FillMode fillMode() default FillMode.REFLECT;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** The number around an image with {@link FillMode#FILL_VALUE}. */
    double fillValue() default 0;

    /** What only {@link RandomTranslation} knows of its family: its bounds. */
    interface Rule extends ImageMotionSpec, RandomTranslationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "heightFactor", heightFactor(), -1, 1);
            Bounds.check(checks, "widthFactor", widthFactor(), -1, 1);
            ImageMotionSpec.super.validate(checks);
        }
    }
}
