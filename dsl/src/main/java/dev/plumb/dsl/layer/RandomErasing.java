package dev.plumb.dsl.layer;

import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * In training, fills a random box of some images (Zhong et al. 2020); otherwise passes images through. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RandomErasing {
    /** The bounds of the probability of a box, drawn for each image, from 0 to 1; f alone stands for 0 and f, so that f / 2 of all images get one. */
    double[] value() default 1;

    /**
     * The bounds of a number from 0 to 1, drawn for the height and for the width of a box, whose root is the share of the image's height and width; f alone stands
     * for 0 and f.
     */
    double[] scale() default {0.02, 0.33};

    /**
     * The number in a box, one for all channels or one a channel; {@code {}}: normally distributed numbers, another for each element, times the largest number of
     * an image. It is cut off at the range of numbers.
     */
    double[] fillValue() default {};

    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** What only {@link RandomErasing} knows of its family: its ranges, and as many fill values as channels. */
    interface Rule extends RangedImageSpec, RandomErasingAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            Bounds.check(checks, "value", value(), 0, 1);
            Bounds.check(checks, "scale", scale(), 0, 1);
            RangedImageSpec.super.validate(checks);
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            Inference kept = RangedImageSpec.super.infer(inputs);
            int values = fillValue().size();
            if (values < 2 || kept instanceof Inference.Failure) {
                return kept;
            }
            Dim channels = inputs.get(0).shape().last();
            if (channels.compare(Dim.of(values)) == Dim.Comparison.DIFFERENT) {
                return Inference.failure(new Mismatch.BadAttribute(
                        "fillValue",
                        -1,
                        AttributeText.format(fillValue()),
                        "one number, or one for each of " + channels + " channels"));
            }
            return kept.assuming(Rules.equal(channels, Dim.of(values)).stream().toList());
        }
    }
}
