package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, blurs some images by a Gaussian of random width, one for all images of a batch; otherwise passes images through. Around images there is 0. No weights.
 * Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomGaussianBlur {
    /** The bounds of the probability, drawn for each image, from 0 to 1; f alone stands for 0 and f, so that f / 2 of all images are blurred. */
    double[] value() default 1;

    /** The size of the window, odd, for both axes or {@code {height, width}}. */
    int[] kernelSize() default 3;

    /** The bounds of the standard deviation in pixels, drawn for rows and for columns, from 0 to 1; f alone stands for 0 and f. */
    double[] sigma() default 1;

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomGaussianBlur} knows of its family: its bounds and its window. */
    interface Rule extends RangedImageSpec, RandomGaussianBlurAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), 0, 1);
            Bounds.check(checks, "sigma", sigma(), 0, 1);
            if (checks.oneForAllOrEach("kernelSize", kernelSize(), 2)) {
                checks.require(
                        kernelSize().stream().allMatch(size -> size > 0 && size % 2 == 1),
                        "kernelSize",
                        kernelSize(),
                        "odd: a window has a middle");
            }
            RangedImageSpec.super.validate(checks);
        }
    }
}
