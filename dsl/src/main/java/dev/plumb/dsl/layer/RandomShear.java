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
 * In training, shears each image: moves its rows by a random share of their number, counted from the top, and its columns by a random share of theirs, both to one side
 * or both to the other. Otherwise passes images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomShear {
    /** The bounds of the share by which rows move, from 0 to 1; f alone stands for -f and f. */
    double[] xFactor() default 0;

    /** The bounds of the share by which columns move, from 0 to 1; f alone stands for -f and f. */
    double[] yFactor() default 0;

    /** What lies around an image: REFLECT, EDGE or FILL_VALUE. The mode {@code wrap} of Keras is not there. */
    FillMode fillMode() default FillMode.REFLECT;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** The number around an image with {@link FillMode#FILL_VALUE}. */
    double fillValue() default 0;

    /** What only {@link RandomShear} knows of its family: its bounds. */
    interface Rule extends ImageMotionSpec, RandomShearAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "xFactor", xFactor(), 0, 1);
            Bounds.check(checks, "yFactor", yFactor(), 0, 1);
            ImageMotionSpec.super.validate(checks);
        }
    }
}
