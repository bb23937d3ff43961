package dev.plumb.dsl.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.rule.Window;
import dev.plumb.graph.rule.WindowRules;
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

/** The mean of each window over height and width: (height, width, channels) to (height', width', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AveragePooling2D {
    /** Height and width of the window, or one size for both. */
    int[] poolSize();

    /** Steps of the window, or one for both axes; empty: the window's size. */
    int[] strides() default {};

    /** What surrounds the input; it does not count. */
    Padding padding() default Padding.VALID;

    /** What only {@link AveragePooling2D} knows: its shape rule. */
    interface Rule extends LayerSpec, AveragePooling2DAttributes {
        /** The window over height and width. */
        default Window window() {
            return Window.pooling(2, poolSize(), strides(), padding());
        }

        @Override
        default void validate(AttributeChecks checks) {
            WindowRules.checkPooling(checks, 2, poolSize(), strides(), padding());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return WindowRules.pooling(inputs, window());
        }
    }
}
