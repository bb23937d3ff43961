package dev.plumb.dsl.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.SizedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Brings images to a size: (…, …, channels) to (height, width, channels), also in training. The centre of a pixel lies at its index plus a half (half-pixel
 * centres). An image of another aspect ratio is stretched, unless it is to be cropped or padded first. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Resizing {
    /** The number of rows of the result. */
    int height();

    /** The number of columns of the result. */
    int width();

    /** How new pixels are made: NEAREST takes the pixel below its centre, the others mix those around it. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** Whether the largest part from the middle that has the aspect ratio of the result is resized, and not the whole image. */
    boolean cropToAspectRatio() default false;

    /** Whether the image gets margins, alike on opposite sides, until it has the aspect ratio of the result. */
    boolean padToAspectRatio() default false;

    /** The number in the margins. */
    double fillValue() default 0;

    /** Whether, in an image that becomes smaller, each pixel counts: pixels are mixed from as much further as it becomes smaller. With NEAREST it changes nothing. */
    boolean antialias() default false;

    /** What only {@link Resizing} knows of its family: that it crops or pads. */
    interface Rule extends SizedImageSpec, ResizingAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            SizedImageSpec.super.validate(checks);
            checks.require(
                    !cropToAspectRatio() || !padToAspectRatio(),
                    "padToAspectRatio",
                    padToAspectRatio(),
                    "false where cropToAspectRatio is true");
        }
    }
}
