package dev.plumb.dsl.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.rule.WindowRules;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Enlarges an image by whole factors: (height, width, channels) to (height · factor, width · factor, channels).
 * Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface UpSampling2D {
    /** The factors of height and width, or one for both. */
    int[] value() default 2;

    /** How new pixels are made: NEAREST repeats each pixel, BILINEAR mixes the four around it. The others are not supported. */
    Interpolation interpolation() default Interpolation.NEAREST;

    /** What only {@link UpSampling2D} knows: its shape rule. */
    interface Rule extends LayerSpec, UpSampling2DAttributes {
        /** The factor of the height. */
        default int heightFactor() {
            return value().get(0);
        }

        /** The factor of the width. */
        default int widthFactor() {
            return value().get(value().size() - 1);
        }

        @Override
        default void validate(AttributeChecks checks) {
            checks.positiveSizes("value", value(), 2);
            checks.require(
                    interpolation() == Interpolation.NEAREST || interpolation() == Interpolation.BILINEAR,
                    "interpolation",
                    interpolation(),
                    "NEAREST or BILINEAR: the others are not supported yet");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(WindowRules.spatialRank(inputs, 2), () -> Rules.floats(inputs, 0))
                    .map(Inference::failure)
                    .orElseGet(() -> {
                        Shape shape = input.shape();
                        Shape larger = shape.with(0, shape.dim(0).times(heightFactor()))
                                .with(1, shape.dim(1).times(widthFactor()));
                        return Inference.type(input.withShape(larger).withMask(false));
                    });
        }
    }
}
