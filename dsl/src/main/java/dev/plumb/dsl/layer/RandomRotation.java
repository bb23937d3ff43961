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

/** In training, turns each image around its centre by a random angle; otherwise passes images through. No weights. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomRotation {
    /** The bounds of the angle in full turns, from -1 to 1, above 0 counterclockwise; f alone stands for -f and f. */
    double[] value();

    /** What lies around an image: REFLECT, EDGE or FILL_VALUE. The mode {@code wrap} of Keras is not there. */
    FillMode fillMode() default FillMode.REFLECT;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** The number around an image with {@link FillMode#FILL_VALUE}. */
    double fillValue() default 0;

    /** What only {@link RandomRotation} knows of its family: its bounds. */
    interface Rule extends ImageMotionSpec, RandomRotationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), -1, 1);
            ImageMotionSpec.super.validate(checks);
        }
    }
}
