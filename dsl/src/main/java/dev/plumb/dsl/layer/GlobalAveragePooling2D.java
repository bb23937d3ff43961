package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.WindowRules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** The mean over height and width: (height, width, channels) to (channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalAveragePooling2D {
    /** Whether height and width stay as axes of size 1. */
    boolean keepdims() default false;

    /** What only {@link GlobalAveragePooling2D} knows: its shape rule. */
    interface Rule extends LayerSpec, GlobalAveragePooling2DAttributes {
        @Override
        default Inference infer(List<TensorType> inputs) {
            return WindowRules.globalPooling(inputs, 2, keepdims());
        }
    }
}
