package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Margins;
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

/** Cuts the sides off an image: (height, width, channels) to (height - top - bottom, width - left - right, channels). Drops a
 * mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Cropping2D {
    /** Rows and columns to cut off: one number for all four sides, {@code {height, width}} for both sides of each axis, or {@code {top, bottom, left, right}}. */
    int[] value() default {0, 0};

    /** What only {@link Cropping2D} knows: its shape rule. */
    interface Rule extends LayerSpec, Cropping2DAttributes {
        /** The four sides. */
        default Margins margins() {
            return Margins.of(value());
        }

        @Override
        default void validate(AttributeChecks checks) {
            Margins.check(checks, "value", value());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return margins().cropped(inputs);
        }
    }
}
