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

/** The largest element of each window over time: (time, channels) to (time', channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MaxPooling1D {
    /** The steps that a window covers. */
    int[] poolSize() default 2;

    /** How far the window moves; empty: by its own size. */
    int[] strides() default {};

    /** What surrounds the input. */
    Padding padding() default Padding.VALID;

    /** What only {@link MaxPooling1D} knows: its shape rule. */
    interface Rule extends LayerSpec, MaxPooling1DAttributes {
        /** The window over time. */
        default Window window() {
            return Window.pooling(1, poolSize(), strides(), padding());
        }

        @Override
        default void validate(AttributeChecks checks) {
            WindowRules.checkPooling(checks, 1, poolSize(), strides(), padding());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return WindowRules.pooling(inputs, window());
        }
    }
}
