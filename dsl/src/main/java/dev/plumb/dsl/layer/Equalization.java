package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, spreads the numbers of each channel such that all occur about equally often (histogram equalization); otherwise passes images through. As in Keras 3.15,
 * numbers are counted over all images of a batch. A channel of numbers in one bin stays as it is. No gradient but there. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Equalization {
    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** Into how many bins of equal width numbers are counted. */
    int bins() default 256;

    /** What only {@link Equalization} knows of its family: its bins. */
    interface Rule extends RangedImageSpec, EqualizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            RangedImageSpec.super.validate(checks);
            checks.require(bins() >= 1 && bins() <= 1 << 16, "bins", bins(), "between 1 and 65536");
        }
    }
}
